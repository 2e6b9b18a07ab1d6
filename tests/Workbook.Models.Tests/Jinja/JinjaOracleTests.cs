using Workbook.Models.Jinja;

namespace Workbook.Models.Tests.Jinja;

public sealed class JinjaOracleTests
{
    [Fact]
    public void Hand_written_templates_give_the_text_of_Python() => AssertSame(OracleTemplates.All);

    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 300)]
    public void Random_templates_give_the_text_of_Python(int seed, int count) => AssertSame(new RandomTemplates(seed).Take(count));

    private static void AssertSame(IReadOnlyList<string> templates)
    {
        var expected = PythonJinja.Render(templates, OracleTemplates.Context);
        Assert.SkipWhen(expected is null, "Python with jinja2 3.1 is not on this machine.");

        var failures = new List<string>();
        for (var i = 0; i < templates.Count; i++)
        {
            var (text, error) = expected![i];
            var found = Render(templates[i]);
            if (text is not null ? found.Text != text : found.Error is null)
                failures.Add($"{templates[i]}\n  expected: {text ?? error}\n  found:    {found.Text ?? found.Error}");
        }
        Assert.True(failures.Count == 0, $"{failures.Count} of {templates.Count} differ:\n{string.Join("\n", failures.OrderBy(failure => failure.Length).Take(30))}");
    }

    private static (string? Text, string? Error) Render(string template)
    {
        try
        {
            var scope = new JinjaScope();
            foreach (var (key, value) in (JinjaDict)JinjaJson.Read(OracleTemplates.Context)!) scope[(string)key!] = value;
            return (JinjaTemplate.Parse(template, "template", 1).Render(scope), null);
        }
        catch (JinjaException error)
        {
            return (null, error.Message);
        }
    }
}
