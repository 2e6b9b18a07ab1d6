using System.Diagnostics;
using System.Text.Json;

namespace Workbook.Models.Tests.Jinja;

/// <summary>Python's jinja2, as the oracle: one process renders all templates, each over a fresh copy of the context.</summary>
internal static class PythonJinja
{
    private const string Python = "/usr/bin/python3";

    private const string Program = """
        import copy, json, sys
        import jinja2
        work = json.load(sys.stdin)
        environment = jinja2.Environment(extensions=['jinja2.ext.do'])
        results = []
        for template in work['templates']:
            try:
                results.append({'text': environment.from_string(template).render(copy.deepcopy(work['context']))})
            except Exception as error:
                results.append({'error': type(error).__name__ + ': ' + str(error)})
        json.dump(results, sys.stdout)
        """;

    /// <summary>Null where there is no jinja2 3.1 to ask.</summary>
    public static IReadOnlyList<(string? Text, string? Error)>? Render(IReadOnlyList<string> templates, string context)
    {
        if (!File.Exists(Python) || Run("import jinja2; print(jinja2.__version__)", "") is not { } version || !version.StartsWith("3.1", StringComparison.Ordinal)) return null;
        var work = $$"""{"context": {{context}}, "templates": {{JsonSerializer.Serialize(templates)}}}""";
        var answer = Run(Program, work) ?? throw new InvalidOperationException("Python's jinja2 gave no answer.");
        using var document = JsonDocument.Parse(answer);
        return [.. document.RootElement.EnumerateArray().Select(result => (
            result.TryGetProperty("text", out var text) ? text.GetString() : null,
            result.TryGetProperty("error", out var error) ? error.GetString() : null))];
    }

    private static string? Run(string program, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Result : null;
    }
}
