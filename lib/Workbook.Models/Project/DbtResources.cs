using Workbook.Models.Jinja;

namespace Workbook.Models.Project;

/// <summary>What a resource is: <c>resource_type</c> of dbt's artifacts, which write it in small letters, as <c>unit_test</c>.</summary>
public enum ResourceType
{
    /// <summary>A SELECT in a file below the model paths.</summary>
    Model,

    /// <summary>A CSV file of the project, loaded as a table.</summary>
    Seed,

    /// <summary>The versions that rows had at each run.</summary>
    Snapshot,

    /// <summary>dbt's data test, of a property file or a SQL file of its own: a query for rows that should not be there.</summary>
    Test,

    /// <summary>A model tried on rows given by hand.</summary>
    UnitTest,

    /// <summary>A SELECT that is compiled and never run.</summary>
    Analysis,

    /// <summary>One hook of <c>on-run-start</c> or <c>on-run-end</c>.</summary>
    Operation,

    /// <summary>A table that something else fills.</summary>
    Source,

    /// <summary>A use of models outside the project.</summary>
    Exposure,
}

/// <summary>Anything of a project that has a name, a place and dependencies.</summary>
public abstract class DbtResource
{
    /// <summary>dbt's <c>resource_type</c>. A <see cref="SqlNode"/> may have six of them, each other class has one.</summary>
    public required ResourceType Type { get; init; }

    /// <summary>As dbt builds it: <c>model.retail.fct_sales</c>.</summary>
    public required string UniqueId { get; init; }

    /// <summary>dbt's <c>name</c>, as <c>ref</c> takes it: <c>fct_sales</c>; of a source, the table's.</summary>
    public required string Name { get; init; }

    /// <summary>dbt's <c>package_name</c>: the root project's name, or that of a package below <c>dbt_packages</c>.</summary>
    public required string Package { get; init; }

    /// <summary>Relative to the project, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>Where its entry or block in the file begins, from 1; 1 where the file is its own.</summary>
    public int Line { get; init; } = 1;

    /// <summary>Package, folders and name: what configuration by folder and <c>--select</c> go by.</summary>
    public required IReadOnlyList<string> Fqn { get; init; }

    /// <summary>dbt's <c>description</c>, with <c>doc()</c> filled in; empty where there is none.</summary>
    public string Description { get; internal set; } = "";

    /// <summary>dbt's <c>config</c>, merged; for an exposure or a unit test what its own entry says.</summary>
    public NodeConfig Config { get; internal set; } = NodeConfig.Empty;

    /// <summary>The unique ids of what it reads.</summary>
    public SortedSet<string> DependsOn { get; } = new(StringComparer.Ordinal);

    /// <summary>dbt's <c>tags</c>, those of its folders among them.</summary>
    public IReadOnlyList<string> Tags => Config.Tags;

    /// <summary>The unique id.</summary>
    public override string ToString() => UniqueId;
}

/// <summary>What is compiled to SQL, or loaded from a file: models, seeds, snapshots, tests, analyses, hooks.</summary>
public sealed class SqlNode : DbtResource
{
    /// <summary>dbt's <c>raw_code</c>, the template as written: a call of its macro for a generic test, empty for a seed.</summary>
    public required string RawCode { get; init; }

    /// <summary>Line of <see cref="RawCode"/>'s first line within the file.</summary>
    public int CodeLine { get; init; } = 1;

    /// <summary>Where it is built; null for what isn't (a test without stored failures, an ephemeral model).</summary>
    public Relation? Relation { get; internal set; }

    /// <summary>dbt's <c>columns</c>, as the property file lists them; empty where it doesn't, whatever the relation has.</summary>
    public IReadOnlyList<ColumnProperties> Columns { get; internal set; } = [];

    /// <summary>The property file that describes it.</summary>
    public string? PatchFile { get; internal set; }

    /// <summary>SHA-256 of the raw code, or of a seed's file.</summary>
    public required string Checksum { get; init; }

    /// <summary>dbt's <c>refs</c>: each call of <c>ref</c> that its code and hooks made while the project was read.</summary>
    public List<ReferenceCall> References { get; } = [];

    /// <summary>dbt's <c>sources</c>: each call of <c>source</c>, as <see cref="References"/> has those of <c>ref</c>.</summary>
    public List<(string Source, string Table)> SourceCalls { get; } = [];

    /// <summary>Unique ids of the macros that it has called so far: <c>depends_on.macros</c> of the manifest.</summary>
    public SortedSet<string> Macros { get; } = new(StringComparer.Ordinal);

    /// <summary>What a test of a property file asks; null for a test that is a SQL file of its own, and for all that is no test.</summary>
    public GenericTest? Test { get; init; }

    /// <summary>The parsed code; made when first needed.</summary>
    internal JinjaTemplate Template => field ??= JinjaTemplate.Parse(RawCode, File, CodeLine);

    /// <summary>What <c>config()</c> in the code said.</summary>
    internal NodeConfig InlineConfig { get; set; } = NodeConfig.Empty;

    internal NodeConfig PropertyConfig { get; set; } = NodeConfig.Empty;

    /// <summary>While the project is read, and <c>config()</c> may still say something.</summary>
    internal bool IsOpen { get; set; } = true;

    /// <summary><c>materialized: ephemeral</c>: the model becomes no relation, but a part of the SQL of those that read it.</summary>
    public bool IsEphemeral => Type == ResourceType.Model && Config.Materialized == "ephemeral";
}

/// <summary>A call of <c>ref</c>: one or two names, perhaps a version.</summary>
public sealed record ReferenceCall(string? Package, string Name, string? Version, string File, int Line);

/// <param name="Arguments">By name, as the property file gave them, without <c>model</c>.</param>
/// <param name="AttachedTo">Unique id of the model or source that the test stands below.</param>
public sealed record GenericTest(string? Namespace, string Name, JinjaDict Arguments, string? Column, string AttachedTo, string ModelExpression)
{
    /// <summary>The macro that it calls: <c>test_not_null</c>.</summary>
    public string Macro => $"test_{Name}";
}

/// <summary>A column as a property file describes it; the relation need not have it.</summary>
/// <param name="Name">As written there; compared without regard to case.</param>
public sealed record ColumnProperties(string Name)
{
    /// <summary>dbt's <c>description</c>, with <c>doc()</c> filled in; empty where there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>dbt's <c>data_type</c> as written; null where there is none, which an enforced contract refuses.</summary>
    public string? DataType { get; init; }

    /// <summary>dbt's <c>tags</c> of the column, for the manifest; no selector goes by them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>dbt's <c>meta</c> of the column; empty where there is none.</summary>
    public JinjaDict Meta { get; init; } = [];

    /// <summary>dbt's <c>constraints</c> of the column; only an enforced contract puts them into the table.</summary>
    public IReadOnlyList<ColumnConstraint> Constraints { get; init; } = [];

    /// <summary>dbt's <c>quote</c>, false where nothing is said. Nothing goes by it: every name is quoted.</summary>
    public bool Quote { get; init; }
}

/// <summary>One of dbt's <c>constraints</c> of a column, as written; whether there is such a type shows when the model is built.</summary>
/// <param name="Type">not_null, primary_key, unique, check, foreign_key or custom.</param>
/// <param name="Expression">The condition of a check, such as <c>amount >= 0</c>; null where there is none.</param>
/// <param name="Name">For the manifest alone: the table's constraint gets no name. Null where there is none.</param>
public sealed record ColumnConstraint(string Type, string? Expression, string? Name);

/// <summary>A table that something else fills.</summary>
public sealed class SourceTable : DbtResource
{
    /// <summary>dbt's <c>source_name</c>: the first argument of <c>source</c>; the table's name is the second.</summary>
    public required string SourceName { get; init; }

    /// <summary>dbt's <c>database</c>, <c>schema</c>, <c>identifier</c>: by default the profile's, the source's name, the table's.</summary>
    public required Relation Relation { get; init; }

    /// <summary>What stands in SQL for it when it isn't a table: <c>read_parquet('…')</c>; null for a table.</summary>
    public string? ExternalLocation { get; init; }

    /// <summary>dbt's <c>source_description</c>, of all tables of the source together; empty where there is none.</summary>
    public string SourceDescription { get; init; } = "";

    /// <summary>dbt's <c>columns</c>, as the property file lists them; empty where it doesn't.</summary>
    public IReadOnlyList<ColumnProperties> Columns { get; init; } = [];

    /// <summary>dbt's <c>loaded_at_field</c>: a column or SQL, when a row was loaded (UTC); null where that can't be asked.</summary>
    public string? LoadedAtField { get; init; }

    /// <summary>dbt's <c>loader</c>: what fills it, in words; null where nothing is said.</summary>
    public string? Loader { get; init; }

    /// <summary>dbt's <c>freshness</c>, the table's before the source's; null where none is promised, or it is switched off.</summary>
    public Freshness? Freshness { get; init; }

    /// <summary>As it stands in SQL.</summary>
    public string Sql => ExternalLocation ?? Relation.ToString();
}

/// <summary>How old a source's newest row may be: dbt's <c>freshness</c>.</summary>
/// <param name="WarnAfter">dbt's <c>warn_after</c>; null for no warning.</param>
/// <param name="ErrorAfter">dbt's <c>error_after</c>; null for no error.</param>
/// <param name="Filter">SQL for the rows that count; null for all.</param>
public sealed record Freshness(FreshnessThreshold? WarnAfter, FreshnessThreshold? ErrorAfter, string? Filter);

/// <summary>An age as dbt writes it: <c>{count: 12, period: hour}</c>.</summary>
/// <param name="Count">A whole number of periods.</param>
/// <param name="Period">minute, hour or day.</param>
public sealed record FreshnessThreshold(long Count, string Period)
{
    /// <summary>What is older is too old, what is just as old isn't.</summary>
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
    /// <summary>dbt's <c>type</c>: dashboard, notebook, analysis, ml or application; taken as written.</summary>
    public required string Kind { get; init; }

    /// <summary>dbt's <c>label</c>, its title for people; null where there is none.</summary>
    public string? Label { get; init; }

    /// <summary>dbt's <c>url</c>: where it is to be seen; null where nothing is said.</summary>
    public string? Url { get; init; }

    /// <summary>dbt's <c>maturity</c>: high, medium or low; null where nothing is said.</summary>
    public string? Maturity { get; init; }

    /// <summary>dbt's <c>owner.name</c>; null where nothing is said.</summary>
    public string? OwnerName { get; init; }

    /// <summary>dbt's <c>owner.email</c>; null where nothing is said.</summary>
    public string? OwnerEmail { get; init; }

    /// <summary>dbt's <c>depends_on</c> as written, <c>ref('fct_sales')</c>; the ids are in <see cref="DbtResource.DependsOn"/>.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
}

/// <summary>A model run on rows given by hand, and the rows that must come out.</summary>
public sealed class UnitTest : DbtResource
{
    /// <summary>dbt's <c>model</c>: the name of the one that is tried.</summary>
    public required string Model { get; init; }

    /// <summary>dbt's <c>given</c>: rows for each of what the model reads, or the test is an error.</summary>
    public required IReadOnlyList<UnitTestInput> Given { get; init; }

    /// <summary>dbt's <c>expect</c>: as many of each row, in any order; columns that it doesn't give aren't compared.</summary>
    public required UnitTestInput Expect { get; init; }

    /// <summary>dbt's <c>overrides.macros</c>: what a macro's call gives, by its name, such as <c>is_incremental: true</c>.</summary>
    public JinjaDict MacroOverrides { get; init; } = [];

    /// <summary>dbt's <c>overrides.vars</c>: what <c>var</c> gives, by name; the others keep their values.</summary>
    public JinjaDict VariableOverrides { get; init; } = [];

    /// <summary>dbt's <c>overrides.env_vars</c>: what <c>env_var</c> gives, by name; the others keep their values.</summary>
    public JinjaDict EnvironmentOverrides { get; init; } = [];
}

/// <param name="Input"><c>ref('x')</c>, <c>source('a', 'b')</c> or <c>this</c>; empty for what is expected.</param>
/// <param name="Format">dict, csv or sql.</param>
/// <param name="Rows">A list of dictionaries, or text.</param>
public sealed record UnitTestInput(string Input, string Format, object? Rows, string? Fixture, int Line);

/// <summary>A <c>{% docs %}</c> block of a Markdown file, which descriptions take over by <c>doc()</c>.</summary>
/// <param name="Package">The package that it lies in.</param>
/// <param name="Name">The argument of <c>doc()</c>.</param>
/// <param name="File">Relative to the project, with forward slashes.</param>
/// <param name="Line">Of its opening tag, from 1.</param>
/// <param name="Text">dbt's <c>block_contents</c>: Markdown, without the space around it.</param>
public sealed record DocBlock(string Package, string Name, string File, int Line, string Text)
{
    /// <summary>dbt's <c>unique_id</c>: <c>doc.retail.order_status</c>.</summary>
    public string UniqueId => $"doc.{Package}.{Name}";
}

/// <summary>An argument of a macro as a property file describes it; the macro need not have it.</summary>
/// <param name="Name">As written there.</param>
/// <param name="Type">In words: string, list of columns; null where nothing is said.</param>
/// <param name="Description">Empty where there is none.</param>
public sealed record MacroArgument(string Name, string? Type, string Description);
