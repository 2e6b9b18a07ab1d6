using System.Runtime.InteropServices;

namespace DuckDB.NET.Native;

/// <summary>Raw handles for a C array argument; the owners can't be released before this is disposed.</summary>
internal readonly ref struct BorrowedHandles
{
    private readonly ReadOnlySpan<DuckDBValue> _owners;

    public BorrowedHandles(DuckDBValue[] values, int count)
    {
        _owners = values.AsSpan(0, count);
        Handles = new nint[count];
        for (var i = 0; i < count; i++)
        {
            var added = false;
            _owners[i].DangerousAddRef(ref added);
            Handles[i] = _owners[i].DangerousGetHandle();
        }
    }

    public nint[] Handles { get; }

    public void Dispose()
    {
        foreach (SafeHandle owner in _owners)
            owner.DangerousRelease();
    }
}
