namespace Workbook.Models.Jinja;

/// <summary>
/// Jinja as dbt projects use it: parsed once, then rendered many times, from several threads at once. Values are Python's
/// as far as a template can tell, with these limits: integers have 64 bits, what Python makes lazy (map, select, range,
/// items) is a list, text is never marked as escaped, and templates do not include or extend others: they call macros.
/// </summary>
internal sealed class JinjaTemplate
{
    private readonly Body _body;
    private readonly string _file;

    private JinjaTemplate(string file, Body body, IReadOnlyList<JinjaBlock> blocks)
    {
        _file = file;
        _body = body;
        Blocks = blocks;
    }

    /// <summary>The named blocks at the top level, in their order. Rendering passes over all of them; its macros can be called.</summary>
    public IReadOnlyList<JinjaBlock> Blocks { get; }

    /// <summary>The one expression that the template consists of, if it does.</summary>
    internal Expression? Single => _body.Statements is [OutputStatement output] ? output.Value : null;

    /// <exception cref="JinjaException">Where and why the source is no template.</exception>
    public static JinjaTemplate Parse(string source, string file, int firstLine = 1)
    {
        var (body, blocks) = TemplateParser.Parse(source, file, firstLine);
        return new JinjaTemplate(file, body, blocks);
    }

    /// <summary>The scope is only read: what the template sets, it sets in a scope of its own.</summary>
    public string Render(JinjaScope scope)
    {
        try
        {
            return _body.Text(new JinjaScope(scope));
        }
        catch (JinjaReturn stray)
        {
            throw new JinjaException("return() stands outside of a macro", stray.File.Length > 0 ? stray.File : _file, Math.Max(1, stray.Line));
        }
    }
}
