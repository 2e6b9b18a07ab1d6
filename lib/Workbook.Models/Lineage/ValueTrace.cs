using System.Collections.Immutable;

namespace Workbook.Models.Lineage;

/// <summary>Where a value comes from, as far as it is known; what isn't stands among the gaps.</summary>
internal sealed record ValueTrace(
    ColumnTransformation Kind, ImmutableHashSet<ColumnReference> Sources, ImmutableHashSet<ColumnReference> Filters, ImmutableHashSet<string> Gaps)
{
    internal static readonly ValueTrace Nothing = new(ColumnTransformation.Constant, [], [], []);

    internal static ValueTrace Of(ColumnReference column) => Nothing with { Kind = ColumnTransformation.Identity, Sources = [column] };

    internal static ValueTrace Gap(string reason) => Nothing with { Kind = ColumnTransformation.Transformation, Gaps = [reason] };

    /// <summary>An expression over its parts.</summary>
    internal static ValueTrace Over(IEnumerable<ValueTrace> parts, bool aggregates = false)
    {
        var all = Union(parts);
        var kind = aggregates || all.Kind == ColumnTransformation.Aggregation ? ColumnTransformation.Aggregation
            : all.Sources.IsEmpty && all.Gaps.IsEmpty && all.Kind == ColumnTransformation.Constant ? ColumnTransformation.Constant
            : ColumnTransformation.Transformation;
        return all with { Kind = kind };
    }

    /// <summary>One value or the other, as in the branches of a UNION.</summary>
    internal static ValueTrace Either(ValueTrace one, ValueTrace other)
    {
        var both = Union([one, other]);
        return both with
        {
            Kind = one.Kind == other.Kind ? one.Kind : Max(both.Kind, ColumnTransformation.Transformation),
        };
    }

    /// <summary>The value isn't shown, it decides about rows.</summary>
    internal ValueTrace AsFilter() => Nothing with { Filters = Filters.Union(Sources), Gaps = Gaps };

    internal ValueTrace Under(ValueTrace filter) => this with { Filters = Filters.Union(filter.Filters), Gaps = Gaps.Union(filter.Gaps) };

    internal static ValueTrace Union(IEnumerable<ValueTrace> parts)
    {
        var kind = ColumnTransformation.Constant;
        var sources = ImmutableHashSet.CreateBuilder<ColumnReference>();
        var filters = ImmutableHashSet.CreateBuilder<ColumnReference>();
        var gaps = ImmutableHashSet.CreateBuilder<string>();
        foreach (var part in parts)
        {
            kind = Max(kind, part.Kind);
            sources.UnionWith(part.Sources);
            filters.UnionWith(part.Filters);
            gaps.UnionWith(part.Gaps);
        }
        return new ValueTrace(kind, sources.ToImmutable(), filters.ToImmutable(), gaps.ToImmutable());
    }

    internal bool Covers(ValueTrace other) =>
        Kind == other.Kind && other.Sources.IsSubsetOf(Sources) && other.Filters.IsSubsetOf(Filters) && other.Gaps.IsSubsetOf(Gaps);

    private static ColumnTransformation Max(ColumnTransformation one, ColumnTransformation other) => one > other ? one : other;
}

internal sealed record NamedTrace(string Name, ValueTrace Trace);

/// <summary>Columns that aren't listed anywhere but can be asked for by name.</summary>
/// <param name="Reason">Why they aren't listed.</param>
internal sealed record OpenColumns(string Reason, Func<string, ValueTrace> Column)
{
    internal static OpenColumns Unknown(string reason) => new(reason, _ => ValueTrace.Gap(reason));
}

/// <param name="Filter">What decides about the rows of the whole query; it has no sources.</param>
internal sealed record TracedQuery(IReadOnlyList<NamedTrace> Columns, OpenColumns? Open, ValueTrace Filter)
{
    internal TracedQuery Renamed(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return this;
        var columns = Columns.Select((column, at) => at < names.Count ? column with { Name = names[at] } : column).ToList();
        // Names beyond the listed columns belong to open ones, and which of those they are nobody knows.
        columns.AddRange(names.Skip(columns.Count).Select(name => new NamedTrace(name, ValueTrace.Gap(
            Open?.Reason ?? $"'{name}' renames a column that isn't there."))));
        return this with { Columns = columns };
    }

    /// <summary>As the columns of a table, of which each has a name of its own.</summary>
    internal TracedQuery AsTable() =>
        this with { Columns = [.. UniqueNames.Of(Columns.Select(column => column.Name)).Zip(Columns, (name, column) => column with { Name = name })] };

    internal ValueTrace All => ValueTrace.Over([.. Columns.Select(column => column.Trace), .. Open is null ? [] : new[] { ValueTrace.Gap(Open.Reason) }]);
}
