using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Whether a node would come out as it is: a hash of its code, its configuration and the versions of all that it reads.</summary>
internal sealed partial class Fingerprints(ModelProject project, BuildRecords records, DuckDBConnection connection)
{
    private const long LargestHashedTable = 100_000;
    private readonly Dictionary<string, string?> _sources = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <param name="compiledSql">As for a full build: whether rows are only added isn't part of what a node is.</param>
    /// <returns>Null where something that it reads can't be told apart from an hour ago.</returns>
    public string? Of(DbtResource node, string compiledSql)
    {
        var text = new StringBuilder(compiledSql).Append('\0').Append(JinjaText.Repr(node.Config.Values)).Append('\0').Append((node as SqlNode)?.Checksum);
        if (node is SqlNode { Columns: var columns } && node.Config.ContractEnforced)
            text.AppendJoin('\0', columns.Select(column => $"{column.Name} {column.DataType} {string.Join(',', column.Constraints)}"));
        // A unit test reads no rows but its own, and comes before its model.
        foreach (var parent in node is UnitTest ? [] : project.Graph.Parents(node.UniqueId))
        {
            if (VersionOf(parent) is not { } version)
                return null;
            text.Append('\0').Append(parent).Append('=').Append(version);
        }
        return Hash(text.ToString());
    }

    private string? VersionOf(string id) => project.Resource(id) switch
    {
        SourceTable source => VersionOf(source),
        // Its SQL stands in the reader's; what it reads doesn't.
        SqlNode { IsEphemeral: true } => project.Graph.Parents(id).Select(VersionOf).Aggregate((string?)"", (all, version) => all is null || version is null ? null : Hash(all + version)),
        _ => records.Find(id)?.Version,
    };

    private string? VersionOf(SourceTable source)
    {
        lock (_lock)
        {
            if (!_sources.TryGetValue(source.UniqueId, out var version))
                _sources[source.UniqueId] = version = source.ExternalLocation is { } location ? FileVersion(location) : TableVersion(source.Relation);
            return version;
        }
    }

    /// <summary>Names, sizes and times of the files that a reader's first text matches.</summary>
    private string? FileVersion(string location)
    {
        if (Quoted().Match(location) is not { Success: true } quoted)
            return null;
        try
        {
            var files = connection.Query("SELECT file FROM glob($1) ORDER BY file", row => row.GetString(0), quoted.Groups[1].Value.Replace("''", "'"));
            var facts = files.Select(file => new FileInfo(Path.GetFullPath(file, project.Root.Folder)))
                .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {(file.Exists ? file.Length : -1)} {(file.Exists ? file.LastWriteTimeUtc.Ticks : 0)}"));
            return Hash(string.Join('\n', facts));
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    private string? TableVersion(Relation relation)
    {
        try
        {
            return connection.Scalar<long>($"SELECT count(*) FROM {relation}") <= LargestHashedTable
                ? connection.Scalar<string>($"SELECT concat(count(*), ' ', coalesce(sum(hash(source_row)), 0)) FROM {relation} AS source_row")
                : null;
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    [GeneratedRegex("'((?:[^']|'')*)'")]
    private static partial Regex Quoted();
}
