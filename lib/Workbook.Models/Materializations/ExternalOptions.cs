namespace Workbook.Models.Materializations;

/// <summary>Where the files of an external model lie and how they look.</summary>
internal sealed record ExternalOptions
{
    internal static readonly string[] Formats = ["parquet", "csv", "json"];

    /// <summary>
    /// A file if it ends in the format's extension (.parquet, .csv, .json …), else a folder. The folder is the model's
    /// own: a full build replaces all that is in it.
    /// </summary>
    public required string Location { get; init; }

    public string Format { get; init; } = "parquet";

    /// <summary>Columns that become folders (<c>year=2026</c>); needs a folder as location.</summary>
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>Further options of DuckDB's COPY, by name.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>append, merge or delete+insert by the model's unique key; null to write everything every time.</summary>
    public string? IncrementalMode { get; init; }
}
