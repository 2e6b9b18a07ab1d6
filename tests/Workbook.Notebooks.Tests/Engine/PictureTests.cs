namespace Workbook.Notebooks.Tests.Engine;

/// <summary>Bytes that are a picture.</summary>
public sealed class PictureTests : IDisposable
{
    /// <summary>A PNG of one pixel.</summary>
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Theory]
    [InlineData("bytes")]
    [InlineData("new ReadOnlyMemory<byte>(bytes)")]
    [InlineData("bytes.AsMemory()")]
    [InlineData("new MemoryStream(bytes)")]
    public void A_PNG_is_shown_as_one(string value)
    {
        var shown = _notebook.Run($"var bytes = Convert.FromBase64String(\"{Png}\");\n{value}").Value!;
        Assert.Equal(["image/png", "text/plain"], shown.Data.Keys);
        Assert.Equal(Png, shown.Text("image/png"));
        Assert.Equal("PNG picture, 1 × 1, 70 bytes", shown.Text("text/plain"));
    }

    [Theory]
    [InlineData("/9j/4AAQSkZJRg==", "image/jpeg", "JPEG picture, 10 bytes")]
    [InlineData("R0lGODlhAQABAIAAAAUEBA==", "image/gif", "GIF picture, 1 × 1, 16 bytes")]
    [InlineData("UklGRhoAAABXRUJQVlA4TA0A", "image/webp", "WEBP picture, 18 bytes")]
    public void So_are_other_kinds(string base64, string mime, string title)
    {
        var shown = _notebook.Run($"Convert.FromBase64String(\"{base64}\")").Value!;
        Assert.Equal((base64, title), (shown.Text(mime), shown.Text("text/plain")));
    }

    [Fact]
    public void An_SVG_is_its_text()
    {
        const string Svg = "<?xml version='1.0'?><!-- a > b --><!DOCTYPE svg>\n<svg xmlns='http://www.w3.org/2000/svg'/>";
        var shown = _notebook.Run($"Encoding.UTF8.GetBytes(@\"{Svg}\")").Value!;
        Assert.Equal(Svg, shown.Text("image/svg+xml"));
    }

    [Theory]
    [InlineData("new byte[] { 1, 2, 3 }", "[ 1, 2, 3 ]")]
    [InlineData("new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }", "[ 137, 80, 78, 71, 13, 10, 26, 10 ]")]
    [InlineData("\"<html>\"u8.ToArray()", "[ 60, 104, 116, 109, 108, 62 ]")]
    [InlineData("Array.Empty<byte>()", "[  ]")]
    public void Other_bytes_are_a_list(string value, string shown) => Assert.Equal(shown, _notebook.Value(value));

    [Fact]
    public void Within_a_list_a_picture_stands_in_its_cell()
    {
        var html = _notebook.Run($"new[] {{ new {{ Name = \"dot\", Picture = Convert.FromBase64String(\"{Png}\") }} }}").Value!.Text("text/html")!;
        Assert.Contains($"<td><img alt=\"PNG picture, 1 &#215; 1, 70 bytes\" src=\"data:image/png;base64,{Png}\"></td>", html);
    }

    [Fact]
    public void Bytes_are_displayed_in_the_form_that_is_asked_for()
    {
        _notebook.Run($"Convert.FromBase64String(\"{Png}\").Display(\"image/png\");");
        Assert.Equal(Png, _notebook.Displayed[0].Text("image/png"));
    }
}
