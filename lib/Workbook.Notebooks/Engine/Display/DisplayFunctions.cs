using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Display;

/// <summary>What C# cells call to show something. .NET Interactive has functions of the same names, so there they stay out.</summary>
public static class DisplayFunctions
{
#pragma warning disable IDE1006 // the names by which notebooks have called them for years
    /// <summary>Shows a value below the running cell, in all forms that <see cref="Formatter.Bundle"/> has for it.</summary>
    /// <returns>To change what is shown, later.</returns>
    /// <exception cref="WorkbookException">No cell is running.</exception>
    public static DisplayedValue display(object? value) => new(CellContext.Required, Formatter.Bundle(value));

    /// <param name="mimeType">The text is shown in this form, as it is.</param>
    public static DisplayedValue display(string value, string mimeType) => new(CellContext.Required, new FormattedText(mimeType, value).ToMimeBundle());
#pragma warning restore IDE1006

    /// <summary>Markup, shown as it is where it is the cell's value.</summary>
    public static FormattedText HTML(string content) => new(Formatter.Html, content);

    /// <summary>Runs in the page, where the front end allows it.</summary>
    public static void Javascript(string script) => display(script, "application/javascript");

    /// <summary>Adds style rules, without their <c>style</c> element, to the page that shows the notebook.</summary>
    /// <exception cref="WorkbookException">No cell is running.</exception>
    public static void CSS(string content) => display($"<style>{content}</style>", Formatter.Html);
}

/// <summary>The same behind a value: <c>rows.Display()</c>.</summary>
public static class DisplayExtensions
{
    /// <summary>As <see cref="DisplayFunctions.display(object)"/>.</summary>
    /// <exception cref="WorkbookException">No cell is running.</exception>
    public static DisplayedValue Display(this object? value) => DisplayFunctions.display(value);

    /// <summary>Shows one form of a value alone, such as <c>text/plain</c>.</summary>
    /// <exception cref="WorkbookException">No cell is running.</exception>
    public static DisplayedValue Display(this object? value, string mimeType) => DisplayFunctions.display(value.ToDisplayString(mimeType), mimeType);
}
