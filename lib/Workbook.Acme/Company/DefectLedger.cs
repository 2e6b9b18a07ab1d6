using System.Text.Json;
using Workbook.Generation;

namespace Workbook.Acme.Company;

/// <summary>What was planted, for the walkthroughs' checks: <c>_defects.jsonl</c>, a line for each row that is off.</summary>
internal sealed class DefectLedger(string folder) : IDisposable
{
    public const string FileName = "_defects.jsonl";

    private readonly CompleteFile _file = new(Path.Combine(folder, FileName));

    public Dictionary<string, long> Counts { get; } = [];

    /// <param name="kind">What is wrong, in words joined by underscores.</param>
    /// <param name="key">Of the row, as its table has it.</param>
    /// <param name="truth">What would have been right; null where the kind says it.</param>
    public void Add(string kind, string table, object key, object? truth = null)
    {
        _file.Stream.Write(JsonSerializer.SerializeToUtf8Bytes(new { kind, table, key, truth }));
        _file.Stream.WriteByte((byte)'\n');
        Counts[kind] = Counts.GetValueOrDefault(kind) + 1;
    }

    public void Complete() => _file.Complete();

    public void Dispose() => _file.Dispose();
}
