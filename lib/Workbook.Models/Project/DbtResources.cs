using Workbook.Models.Jinja;

namespace Workbook.Models.Project;

public enum ResourceType
{
    Model,
    Seed,
    Snapshot,
    Test,
    UnitTest,
    Analysis,
    Operation,
    Source,
    Exposure,
}

/// <summary>Anything of a project that has a name, a place and dependencies.</summary>
public abstract class DbtResource
{
    public required ResourceType Type { get; init; }

    /// <summary>As dbt builds it: <c>model.retail.fct_sales</c>.</summary>
    public required string UniqueId { get; init; }

    public required string Name { get; init; }

    public required string Package { get; init; }

    /// <summary>Relative to the project, with forward slashes.</summary>
    public required string File { get; init; }

    public int Line { get; init; } = 1;

    /// <summary>Package, folders and name: what configuration by folder and <c>--select</c> go by.</summary>
    public required IReadOnlyList<string> Fqn { get; init; }

    public string Description { get; internal set; } = "";

    public NodeConfig Config { get; internal set; } = NodeConfig.Empty;

    /// <summary>The unique ids of what it reads.</summary>
    public SortedSet<string> DependsOn { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Tags => Config.Tags;

    public override string ToString() => UniqueId;
}

/// <summary>What is compiled to SQL, or loaded from a file: models, seeds, snapshots, tests, analyses, hooks.</summary>
public sealed class SqlNode : DbtResource
{
    public required string RawCode { get; init; }

    /// <summary>Line of <see cref="RawCode"/>'s first line within the file.</summary>
    public int CodeLine { get; init; } = 1;

    /// <summary>Where it is built; null for what isn't (a test without stored failures, an ephemeral model).</summary>
    public Relation? Relation { get; internal set; }

    public IReadOnlyList<ColumnProperties> Columns { get; internal set; } = [];

    /// <summary>The property file that describes it.</summary>
    public string? PatchFile { get; internal set; }

    /// <summary>SHA-256 of the raw code, or of a seed's file.</summary>
    public required string Checksum { get; init; }

    public List<ReferenceCall> References { get; } = [];

    public List<(string Source, string Table)> SourceCalls { get; } = [];

    public SortedSet<string> Macros { get; } = new(StringComparer.Ordinal);

    public GenericTest? Test { get; init; }

    /// <summary>The parsed code; made when first needed.</summary>
    internal JinjaTemplate Template => field ??= JinjaTemplate.Parse(RawCode, File, CodeLine);

    /// <summary>What <c>config()</c> in the code said.</summary>
    internal NodeConfig InlineConfig { get; set; } = NodeConfig.Empty;

    internal NodeConfig PropertyConfig { get; set; } = NodeConfig.Empty;

    /// <summary>While the project is read, and <c>config()</c> may still say something.</summary>
    internal bool IsOpen { get; set; } = true;

    public bool IsEphemeral => Type == ResourceType.Model && Config.Materialized == "ephemeral";
}

/// <summary>A call of <c>ref</c>: one or two names, perhaps a version.</summary>
public sealed record ReferenceCall(string? Package, string Name, string? Version, string File, int Line);

/// <param name="Arguments">By name, as the property file gave them, without <c>model</c>.</param>
/// <param name="AttachedTo">Unique id of the model or source that the test stands below.</param>
public sealed record GenericTest(string? Namespace, string Name, JinjaDict Arguments, string? Column, string AttachedTo, string ModelExpression)
{
    public string Macro => $"test_{Name}";
}

public sealed record ColumnProperties(string Name)
{
    public string Description { get; init; } = "";

    public string? DataType { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public JinjaDict Meta { get; init; } = [];

    public IReadOnlyList<ColumnConstraint> Constraints { get; init; } = [];

    public bool Quote { get; init; }
}

public sealed record ColumnConstraint(string Type, string? Expression, string? Name);

/// <summary>A table that something else fills.</summary>
public sealed class SourceTable : DbtResource
{
    public required string SourceName { get; init; }

    public required Relation Relation { get; init; }

    /// <summary>What stands in SQL for it when it isn't a table: <c>read_parquet('…')</c>; null for a table.</summary>
    public string? ExternalLocation { get; init; }

    public string SourceDescription { get; init; } = "";

    public IReadOnlyList<ColumnProperties> Columns { get; init; } = [];

    public string? LoadedAtField { get; init; }

    public string? Loader { get; init; }

    public Freshness? Freshness { get; init; }

    /// <summary>As it stands in SQL.</summary>
    public string Sql => ExternalLocation ?? Relation.ToString();
}

public sealed record Freshness(FreshnessThreshold? WarnAfter, FreshnessThreshold? ErrorAfter, string? Filter);

public sealed record FreshnessThreshold(long Count, string Period)
{
    public TimeSpan Age => Period switch
    {
        "minute" => TimeSpan.FromMinutes(Count),
        "hour" => TimeSpan.FromHours(Count),
        _ => TimeSpan.FromDays(Count),
    };
}

/// <summary>A dashboard, notebook or other use of models outside the project.</summary>
public sealed class Exposure : DbtResource
{
    public required string Kind { get; init; }

    public string? Label { get; init; }

    public string? Url { get; init; }

    public string? Maturity { get; init; }

    public string? OwnerName { get; init; }

    public string? OwnerEmail { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];
}

/// <summary>A model run on rows given by hand, and the rows that must come out.</summary>
public sealed class UnitTest : DbtResource
{
    public required string Model { get; init; }

    public required IReadOnlyList<UnitTestInput> Given { get; init; }

    public required UnitTestInput Expect { get; init; }

    public JinjaDict MacroOverrides { get; init; } = [];

    public JinjaDict VariableOverrides { get; init; } = [];

    public JinjaDict EnvironmentOverrides { get; init; } = [];
}

/// <param name="Input"><c>ref('x')</c>, <c>source('a', 'b')</c> or <c>this</c>; empty for what is expected.</param>
/// <param name="Format">dict, csv or sql.</param>
/// <param name="Rows">A list of dictionaries, or text.</param>
public sealed record UnitTestInput(string Input, string Format, object? Rows, string? Fixture, int Line);

public sealed record DocBlock(string Package, string Name, string File, int Line, string Text)
{
    public string UniqueId => $"doc.{Package}.{Name}";
}

public sealed record MacroArgument(string Name, string? Type, string Description);
