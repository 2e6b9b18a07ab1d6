namespace Workbook.Delta;

/// <summary>One commit's row changes.</summary>
/// <param name="Sql">A parenthesised SELECT: the columns, <c>_change_type</c> and <c>_commit_version</c>.</param>
public sealed record DeltaVersionChanges(long Version, DateTimeOffset Timestamp, string Sql)
{
    /// <summary>Full paths of the data files that the rows are read from.</summary>
    internal IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>
/// What happened between two versions. A row's <c>_change_type</c> is insert or delete, or with keys update_preimage and
/// update_postimage as well; a row that was only copied to another file is no change.
/// </summary>
/// <param name="Schema">The later version's, in which all rows are given.</param>
/// <param name="Versions">Oldest first; only commits that changed rows.</param>
public sealed record DeltaChanges(long FromExclusive, long ToInclusive, DeltaSchema Schema, IReadOnlyList<DeltaVersionChanges> Versions)
{
    /// <summary>All versions as one parenthesised SELECT, without order.</summary>
    public string Sql => Versions.Count == 0
        ? $"(SELECT {string.Join(", ", Schema.Fields.Select(column => $"CAST(NULL AS {column.Type.Sql}) AS {Database.Sql.Identifier(column.Name)}"))}, "
            + "CAST(NULL AS VARCHAR) AS _change_type, CAST(NULL AS BIGINT) AS _commit_version WHERE false)"
        : $"({string.Join(" UNION ALL ", Versions.Select(version => $"SELECT * FROM {version.Sql}"))})";
}
