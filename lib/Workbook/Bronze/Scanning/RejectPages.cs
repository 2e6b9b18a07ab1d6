namespace Workbook.Bronze.Scanning;

/// <summary>Hands rejects on in pages, so that a file of nothing but rejects doesn't fill the memory; or keeps them all.</summary>
internal sealed class RejectPages(Action<IReadOnlyList<RejectedRecord>>? sink)
{
    private const int PageRecords = 8_192;
    private const long PageBytes = 16 << 20;

    private List<RejectedRecord> _page = [];
    private long _bytes;

    /// <summary>Those that no sink took.</summary>
    public IReadOnlyList<RejectedRecord> Kept => _page;

    public void Add(RejectedRecord reject)
    {
        _page.Add(reject);
        _bytes += reject.Raw.Length;
        if (sink is not null && (_page.Count == PageRecords || _bytes >= PageBytes))
            Flush();
    }

    public void Flush()
    {
        if (sink is null || _page.Count == 0)
            return;
        var page = _page;
        _page = [];
        _bytes = 0;
        sink(page);
    }
}
