using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Workbook.Bronze.Scanning;

/// <summary>A stretch of bytes in a batch's buffer or, with the top bit of <see cref="Start"/> set, in its scratch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Field(uint start, int length)
{
    public const uint InScratch = 1u << 31;

    /// <summary>No value.</summary>
    public const int Null = -1;

    /// <summary>A value of a kind that the column can't take, such as a JSON number for a text.</summary>
    public const int Mismatch = -2;

    public readonly uint Start = start;

    /// <summary>Bytes, or <see cref="Null"/> or <see cref="Mismatch"/>.</summary>
    public readonly int Length = length;
}

/// <summary>
/// Up to one DuckDB vector of records, not yet parsed: where each field lies, column after column. The bytes stay where
/// the reader read them; only what must be unescaped is written to the scratch.
/// </summary>
internal sealed unsafe class RecordBatch : IDisposable
{
    /// <summary>DuckDB's vector size.</summary>
    public const int Capacity = 2048;

    /// <summary>Bytes that may be read, not used, past the end of any field.</summary>
    public const int Slack = 32;

    private byte* _scratch;
    private int _scratchCapacity;
    private int _scratchLength;
    private Field[] _fields = [];

    public int Count { get; set; }

    public int FieldCount { get; private set; }

    /// <summary>Where <see cref="Field.Start"/> counts from; it belongs to the reader.</summary>
    public byte* Buffer { get; set; }

    /// <summary>Each record's bytes without the line end.</summary>
    public Field[] Records { get; } = new Field[Capacity];

    public long[] Lines { get; } = new long[Capacity];

    /// <summary>Index into the scan's fault codes; 0 for none.</summary>
    public ushort[] Faults { get; } = new ushort[Capacity];

    public bool HasFaults { get; private set; }

    /// <summary>The fields of one column at [field * Capacity], row after row.</summary>
    public Field* Fields { get; private set; }

    public void Shape(int fieldCount)
    {
        FieldCount = fieldCount;
        if (_fields.Length < fieldCount * Capacity)
            _fields = GC.AllocateUninitializedArray<Field>(fieldCount * Capacity, pinned: true);
        Fields = (Field*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_fields));
    }

    public void Clear()
    {
        if (HasFaults)
            Faults.AsSpan().Clear();
        HasFaults = false;
        Count = 0;
        _scratchLength = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* At(Field field) => (field.Start & Field.InScratch) == 0 ? Buffer + field.Start : _scratch + (field.Start & ~Field.InScratch);

    public ReadOnlySpan<byte> Raw(int row) => new(At(Records[row]), Records[row].Length);

    /// <summary>The first fault of a record counts.</summary>
    public void Fault(int row, ushort code)
    {
        if (Faults[row] == 0)
            Faults[row] = code;
        HasFaults = true;
    }

    /// <summary>Voids the whole record, whatever was wrong with it before; its bytes stay.</summary>
    public void Reject(int row, ushort code)
    {
        Faults[row] = code;
        HasFaults = true;
        for (var field = 0; field < FieldCount; field++)
            Fields[(field * Capacity) + row] = new Field(0, Field.Null);
    }

    /// <summary>Room in the scratch; take what was used with <see cref="TakeScratch"/> before asking again.</summary>
    public Span<byte> Scratch(int length)
    {
        var needed = checked(_scratchLength + length + Slack);
        if (needed > _scratchCapacity)
        {
            _scratchCapacity = (int)Math.Min(Math.Max(needed, Math.Max(1 << 16, 2L * _scratchCapacity)), Array.MaxLength);
            _scratch = (byte*)NativeMemory.Realloc(_scratch, (nuint)_scratchCapacity);
        }

        return new Span<byte>(_scratch + _scratchLength, length);
    }

    public Field TakeScratch(int length)
    {
        var field = new Field((uint)_scratchLength | Field.InScratch, length);
        _scratchLength += length;
        return field;
    }

    public Field Copy(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Scratch(bytes.Length));
        return TakeScratch(bytes.Length);
    }

    public void Dispose()
    {
        NativeMemory.Free(_scratch);
        _scratch = null;
        _scratchCapacity = 0;
    }
}
