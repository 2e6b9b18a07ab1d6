using System.Text;
using Workbook.Bronze.Scanning;

namespace Workbook.Bronze.Inference;

/// <summary>Whether values repeat, by 64-bit hashes, and which they are while they are few.</summary>
internal sealed class DistinctValues(KeyBudget budget)
{
    /// <summary>More are no list of accepted values.</summary>
    public const int Few = 24;

    private const int LongestListed = 60;

    private Dictionary<ulong, string>? _few = [];
    private HashSet64? _seen = new(budget);

    /// <summary>All values, in order; null where there are many.</summary>
    public IReadOnlyList<string>? Values => _few is null ? null : [.. _few.Values.Order(StringComparer.Ordinal)];

    /// <summary>No value came twice; null where there were too many to keep.</summary>
    public bool? IsUnique => _seen is null ? false : _seen.IsFull ? null : true;

    public void Add(ReadOnlySpan<byte> value)
    {
        if (_few is null && _seen is null)
            return;
        var hash = XxHash64.Hash(value);
        if (_few is not null && !_few.ContainsKey(hash))
        {
            if (_few.Count == Few || value.Length > LongestListed)
                _few = null;
            else
                _few.Add(hash, Encoding.UTF8.GetString(value));
        }

        if (_seen is not null && !_seen.Add(hash))
        {
            _seen.Release();
            _seen = null;
        }
    }
}

/// <summary>Hashes that may be kept at once, over all columns of a file.</summary>
internal sealed class KeyBudget(long hashes)
{
    private long _left = hashes;

    public bool TryTake(long count)
    {
        if (count > _left)
            return false;
        _left -= count;
        return true;
    }

    public void GiveBack(long count) => _left += count;
}

/// <summary>A set of hashes in one array: 16 bytes each at most.</summary>
internal sealed class HashSet64(KeyBudget budget)
{
    private ulong[] _slots = [];
    private int _count;
    private bool _hasZero;

    /// <summary>The budget was spent: what came after wasn't looked at.</summary>
    public bool IsFull { get; private set; }

    /// <returns>False for one that is there already.</returns>
    public bool Add(ulong hash)
    {
        if (IsFull)
            return true;
        if (hash == 0)
        {
            var isNew = !_hasZero;
            _hasZero = true;
            return isNew;
        }

        if (2 * (_count + 1) > _slots.Length && !Grow())
            return true;
        return Place(hash);
    }

    public void Release()
    {
        budget.GiveBack(_slots.Length);
        _slots = [];
    }

    private bool Place(ulong hash)
    {
        var mask = _slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            if (_slots[at] == hash)
                return false;
            if (_slots[at] != 0)
                continue;
            _slots[at] = hash;
            _count++;
            return true;
        }
    }

    private bool Grow()
    {
        var size = Math.Max(1024, 2L * _slots.Length);
        if (size > 1 << 28 || !budget.TryTake(size - _slots.Length))
        {
            IsFull = true;
            Release();
            return false;
        }

        var former = _slots;
        _slots = new ulong[size];
        _count = 0;
        foreach (var hash in former)
            if (hash != 0)
                Place(hash);
        return true;
    }
}
