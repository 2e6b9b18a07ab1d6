using Workbook.Contracts;

namespace Workbook.Pipelines;

/// <summary>What is wrong with a pipeline before it is run; all of it is told together.</summary>
internal static class DeclarationCheck
{
    public static void Require(Pipeline pipeline)
    {
        var faults = OfNames(pipeline).Concat(pipeline.Resources.SelectMany(Faults)).ToList();
        if (faults.Count > 0)
            throw new WorkbookException($"Pipeline '{pipeline.Name}' is not well declared: {string.Join("; ", faults)}.");
    }

    /// <summary>Names that can't be, or that two would share.</summary>
    public static IEnumerable<string> OfNames(Pipeline pipeline)
    {
        if (!IsName(pipeline.Name, "_-"))
            yield return $"'{pipeline.Name}' names a folder of the lake: use letters, digits, underscores and hyphens";
        foreach (var twice in pipeline.Resources.SelectMany(resource => resource.ChildTables.Select(resource.ChildName).Prepend(resource.Name)).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return $"'{twice.Key}' is declared {twice.Count()} times; give each resource a name of its own";
    }

    public static IEnumerable<string> Faults(Resource resource)
    {
        if (!IsName(resource.Name, "_"))
            yield return $"'{resource.Name}' is no table name: use letters, digits and underscores";
        if (resource.Disposition == WriteDisposition.Merge && resource.PrimaryKey.Count == 0)
            yield return $"'{resource.Name}' merges without a primary key; name its columns";
        if (resource.NewColumns == SchemaMode.DiscardRow)
            yield return $"'{resource.Name}' leaves out rows with new columns, which only files under a contract can; say Evolve, Freeze or Discard";
        if (resource.Disposition == WriteDisposition.Replace && resource.Cursor is not null)
            yield return $"'{resource.Name}' replaces its table, so that a cursor would lose the rows before it; drop the cursor";
        if (resource.Lookback is not null && resource.Cursor is null)
            yield return $"'{resource.Name}' has a lookback, which needs a cursor";
        if (resource.ChildTables.Count > 0 && resource.PrimaryKey.Count == 0)
            yield return $"'{resource.Name}' has child tables without a primary key, so that they couldn't name their rows; name its columns";
        foreach (var column in resource.ChildTables.Where(column => !IsName(column, "_")))
            yield return $"'{resource.ChildName(column)}' is no table name: rename the column in the query, with letters, digits and underscores";
        if (resource.Source is not RestSource rest)
            yield break;
        if (!Uri.TryCreate(rest.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            yield return $"'{resource.Name}' has the address '{rest.Url}', which is no http or https address";
        if (rest.CursorParameter is not null && resource.Cursor is null)
            yield return $"'{resource.Name}' tells the server a cursor and has none; name its column";
        if (rest.OAuth is { } oauth && !Secrets.IsVariable(oauth.ClientSecret))
            yield return $"'{resource.Name}' has a client secret in its declaration; write ${{NAME}} and put it into that environment variable";
        if (rest.OAuth is { } grant && (!Uri.TryCreate(grant.TokenUrl, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https")))
            yield return $"'{resource.Name}' has the token address '{grant.TokenUrl}', which is no http or https address";
    }

    private static bool IsName(string name, string besides) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || besides.Contains(letter)) && name[0] != '-';
}
