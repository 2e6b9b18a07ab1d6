using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>What a symbol's documentation says, as plain text; empty where it has none.</summary>
internal sealed partial class Documentation
{
    private readonly XElement _xml;

    private Documentation(XElement xml) => _xml = xml;

    public string Summary => Text(_xml.Descendants("summary").FirstOrDefault());

    public string Returns => Text(_xml.Descendants("returns").FirstOrDefault());

    public string Parameter(string name) => Text(_xml.Descendants("param").FirstOrDefault(parameter => (string?)parameter.Attribute("name") == name));

    public static Documentation Of(ISymbol symbol)
    {
        var original = symbol is IMethodSymbol { ReducedFrom: { } reduced } ? reduced.OriginalDefinition : symbol.OriginalDefinition;
        var found = Parsed(original);
        // A record's parameters are documented with the record.
        if (found._xml.IsEmpty && original is IPropertySymbol { ContainingType: { IsRecord: true } record } && Parsed(record).Parameter(original.Name) is { Length: > 0 } text)
            return new Documentation(new XElement("doc", new XElement("summary", text)));
        return found._xml.IsEmpty && original is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType.IsRecord: true } ? Parsed(original.ContainingType) : found;
    }

    private static Documentation Parsed(ISymbol symbol)
    {
        try
        {
            return new Documentation(XElement.Parse($"<doc>{symbol.GetDocumentationCommentXml()}</doc>") is { } xml && xml.HasElements ? xml : new XElement("doc"));
        }
        catch (XmlException)
        {
            return new Documentation(new XElement("doc"));
        }
    }

    private static string Text(XElement? element) => element is null ? "" : Blanks().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "para" or "br" } paragraph => $" {string.Concat(paragraph.Nodes().Select(Text))}",
        XElement reference when (string?)reference.Attribute("cref") is { } cref && reference.IsEmpty => Name(cref),
        XElement reference when reference.IsEmpty => (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? "",
        XElement element => string.Concat(element.Nodes().Select(Text)),
        XText text => text.Value,
        _ => "",
    };

    /// <summary><c>List.Add</c> of <c>M:System.Collections.Generic.List`1.Add(`0)</c>.</summary>
    private static string Name(string cref)
    {
        var path = Arity().Replace(cref.Split('(')[0], "").Split(':')[^1].Split('.');
        return string.Join('.', cref.StartsWith("T:", StringComparison.Ordinal) ? path[^1..] : path[Math.Max(0, path.Length - 2)..]);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();
}
