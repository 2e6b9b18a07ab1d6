using Workbook.PowerBi.Report;

namespace Workbook.PowerBi;

/// <summary>A measure that the report shows and the metrics don't have. Where gold lacks one of its columns, it isn't there.</summary>
/// <param name="Format">As Power BI spells it: <c>#,0</c>.</param>
/// <param name="Columns">Of gold, with their tables: <c>fct_sales.discount_aud_amount</c>.</param>
/// <param name="Dax">The expression, from the columns as DAX names them, in their order.</param>
public sealed record ReportMeasure(string Name, string Format, string Description, IReadOnlyList<string> Columns, Func<IReadOnlyList<string>, string> Dax);

/// <summary>Row-level security: a hidden table says who manages which member of a dimension, and a member of the role sees the rows of those.</summary>
/// <param name="Role">Its name: <c>Store manager</c>.</param>
/// <param name="Table">The hidden table's name: <c>Store managers</c>.</param>
/// <param name="Relation">The dimension, with its schema.</param>
/// <param name="Key">Its column that names a member, a whole number.</param>
/// <param name="Member">A member in a word: <c>store</c>.</param>
public sealed record ManagedRows(string Role, string Table, string Relation, string Key, string Member)
{
    /// <summary>Tables with the same column that no relationship leads to, with their schema.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>What stays whole for a manager, in a sentence for whoever opens the project.</summary>
    public string Whole { get; init; } = "";
}

/// <summary>A view of gold that has no Parquet file, as the distinct rows of one that has.</summary>
/// <param name="Columns">Of the file.</param>
/// <param name="Note">For whoever opens the project, in a sentence.</param>
public sealed record ViewOverFile(string View, string File, IReadOnlyList<string> Columns, string Description, string Note);

/// <summary>What a company's Power BI project has beyond its gold tables and metrics.</summary>
public sealed record ReportDefinition
{
    /// <summary>Laid out by the factory, which knows what the measures and columns are called.</summary>
    public required Func<VisualFactory, IReadOnlyList<ReportPage>> Pages { get; init; }

    /// <summary>Beside the metrics; none by default.</summary>
    public IReadOnlyList<ReportMeasure> Measures { get; init; } = [];

    /// <summary>Null where everybody sees all rows.</summary>
    public ManagedRows? Managers { get; init; }

    /// <summary>Those that the model needs as tables; none by default.</summary>
    public IReadOnlyList<ViewOverFile> Views { get; init; } = [];

    /// <summary>Columns of facts that tell of the last day of business.</summary>
    public IReadOnlyList<string> ClockColumns { get; init; } = [];

    /// <summary>How columns of gold are shown that the conventions don't know, by name: <c>"0.0000"</c>.</summary>
    public IReadOnlyDictionary<string, string> Formats { get; init; } = new Dictionary<string, string>();

    /// <summary>How amounts of money are shown: <c>€#,0.00</c>.</summary>
    public string Currency { get; init; } = "#,0.00";
}
