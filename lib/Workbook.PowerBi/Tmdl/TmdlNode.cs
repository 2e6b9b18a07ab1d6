namespace Workbook.PowerBi.Tmdl;

/// <summary>
/// One thing of a TMDL document: a property (<c>dataType: int64</c>), a flag (<c>isHidden</c>), an expression
/// (<c>source = …</c>) or an object with a name (<c>column 'Order date'</c>), and what is indented below it.
/// </summary>
/// <param name="Keyword">As written; <c>ref table</c> is one keyword.</param>
/// <param name="Name">Without quotes; null for what has none.</param>
internal sealed record TmdlNode(string Keyword, string? Name = null)
{
    /// <summary>What stands after the colon.</summary>
    public string? Value { get; init; }

    /// <summary>What stands after the equals sign; several lines stand below it, two levels deeper.</summary>
    public string? Expression { get; init; }

    /// <summary>The lines above it that begin with three slashes.</summary>
    public string? Description { get; init; }

    public IReadOnlyList<TmdlNode> Children { get; init; } = [];

    public bool IsObject => Name is not null;

    public IEnumerable<TmdlNode> Objects(string keyword) => Children.Where(child => child.Keyword == keyword && child.IsObject);

    /// <summary>Null where there is no such property.</summary>
    public string? Text(string keyword) => Children.FirstOrDefault(child => child.Keyword == keyword && !child.IsObject)?.Value;

    public bool Has(string flag) => Children.Any(child => child.Keyword == flag && !child.IsObject && child.Value is null or "true");

    public static TmdlNode Property(string keyword, string value) => new(keyword) { Value = value };

    public static TmdlNode Flag(string keyword) => new(keyword);

    public static TmdlNode Annotation(string name, string value) => new("annotation", name) { Expression = value };
}
