namespace Workbook.Bronze;

/// <summary>Counts what a run does for one source; several workers add to it.</summary>
internal sealed class SourceTally(SourcePlan plan)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _rejected = [];
    private readonly List<RefusedFile> _refused = [];
    private readonly List<string> _notes = [];
    private readonly List<IngestedFile> _ingested = [];
    private int _files, _filesRead;
    private long _rowsSeen, _rowsRead, _rowsAccepted, _bytesRead, _bytesWritten;
    private double _seconds;

    public IReadOnlyList<RefusedFile> Refused => _refused;

    /// <summary>What was left out of files.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Those that were read, as they were done with.</summary>
    public IReadOnlyList<IngestedFile> Ingested => _ingested;

    /// <summary>For the progress: a part was read, whatever comes of it.</summary>
    public void Read(PartResult result)
    {
        lock (_lock)
        {
            _filesRead += result.Outcomes.Count;
            _rowsSeen += result.Outcomes.Sum(outcome => outcome.RowsRead);
            _seconds += result.Seconds;
        }
    }

    /// <summary>What came of a batch.</summary>
    /// <param name="bytes">Size of the bronze table's files.</param>
    public void Settle(long bytes, IEnumerable<PartResult> results)
    {
        lock (_lock)
        {
            _bytesWritten = bytes;
            foreach (var result in results)
                Add(result);
        }
    }

    public IngestionProgress ToProgress()
    {
        lock (_lock)
            return new(plan.Source.Name, _filesRead, plan.Found - plan.Skipped, _rowsSeen);
    }

    public IngestedSource ToIngested() => new(
        plan.Source.Name, _files, plan.Skipped, _rowsRead, _rowsAccepted,
        new SortedDictionary<string, long>(_rejected, StringComparer.Ordinal), _bytesRead, _bytesWritten, _seconds);

    private void Add(PartResult result)
    {
        foreach (var outcome in result.Outcomes)
        {
            _files++;
            _rowsRead += outcome.RowsRead;
            _rowsAccepted += outcome.RowsAccepted;
            _bytesRead += outcome.File.Bytes;
            if (outcome.Refusal is null)
                _ingested.Add(new IngestedFile(plan.Source.Name, outcome.File.Path, outcome.RowsRead, outcome.RowsAccepted, outcome.Rejected));
            else
                _refused.Add(new RefusedFile(plan.Source.Name, outcome.File.Path, outcome.Refusal));
            if (outcome.Notes is not null)
                _notes.Add($"{outcome.File.Path}: {outcome.Notes}.");
        }

        foreach (var (code, rows) in result.Rejected)
            _rejected[code] = _rejected.GetValueOrDefault(code) + rows;
    }
}
