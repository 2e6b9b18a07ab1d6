using Workbook.Database;

namespace Workbook.Dedup;

/// <summary>Where the results are, quoted for SQL.</summary>
public sealed record DedupTables
{
    internal DedupTables(string schema) => Schema = Sql.Identifier(schema);

    /// <summary>From <see cref="DedupOptions.Schema"/>.</summary>
    public string Schema { get; }

    /// <summary>The clean columns by record, with the keys of blocks: <c>_n</c> numbers the records by <c>_id</c>.</summary>
    public string Records => $"{Schema}.records";

    /// <summary>Pairs that score at least <see cref="DedupOptions.Keep"/>: left_id, right_id, rule, a level for each comparison, weight, score.</summary>
    public string Pairs => $"{Schema}.pairs";

    /// <summary>id, cluster_key, first_key (the key that the record had at first), for each record.</summary>
    public string Clusters => $"{Schema}.clusters";

    /// <summary>retired_key, kept_key: clusters of earlier runs that turned out to be one.</summary>
    public string Merges => $"{Schema}.merges";

    /// <summary>cluster_key, record_count and the surviving values.</summary>
    public string Golden => $"{Schema}.golden";

    /// <summary>cluster_key, and in each column the id of the record that the golden value came from.</summary>
    public string Lineage => $"{Schema}.lineage";

    internal string Components => $"{Schema}.components";
}
