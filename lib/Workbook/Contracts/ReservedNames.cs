namespace Workbook.Contracts;

/// <summary>Names that bronze gives to columns of its own; a contract's column can't have one of them, in any case of letters.</summary>
internal static class ReservedNames
{
    private static readonly HashSet<string> All = new(StringComparer.OrdinalIgnoreCase)
    {
        "src_filename", "src_line", "src_row_hash", "dq_flags", "ingestion_ts", "is_deleted",
        "_fault", "_row", "_mismatch", "_json", "_rejection", "_raw", "_types", "_file", "_line", "_reject",
        "file_index", "file_row_number", "_commit_version", "_commit_timestamp", "_change_type",
    };

    public static bool Has(string name) => All.Contains(name);
}
