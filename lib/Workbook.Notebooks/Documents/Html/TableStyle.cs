namespace Workbook.Notebooks.Documents.Html;

/// <summary>How tables and the notes below them look, in a notebook as in a page; it comes with each, since outputs are shown apart.</summary>
internal static class TableStyle
{
    public const string Html = "<style>.wb-table{border-collapse:collapse;font-variant-numeric:tabular-nums}.wb-table th,.wb-table td{padding:2px 8px;text-align:left;border-bottom:1px solid #8884;white-space:pre-wrap}.wb-table td.n,.wb-table th.n{text-align:right}.wb-note{opacity:.7;font-size:90%}</style>";
}
