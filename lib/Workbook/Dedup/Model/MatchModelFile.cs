using System.Globalization;
using System.Text;

namespace Workbook.Dedup.Model;

/// <summary>A model as YAML, by convention <c>match.yml</c>, with its trained parameters once it has them.</summary>
public static class MatchModelFile
{
    /// <exception cref="WorkbookException">The file can't be read, or is faulty: all faults, each with its line.</exception>
    public static MatchModel Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The match model '{path}' can't be read: {fault.Message}", fault);
        }
    }

    /// <param name="file">As faults shall name it.</param>
    /// <inheritdoc cref="Read"/>
    public static MatchModel Parse(string yaml, string file) => MatchModelReader.Read(yaml, file);

    /// <summary>Puts <see cref="ToYaml"/> in the place of what the file had; its folder must exist.</summary>
    public static void Write(MatchModel model, string path) => File.WriteAllText(path, ToYaml(model));

    /// <summary>The same model gives the same text, and the text the same model.</summary>
    public static string ToYaml(MatchModel model)
    {
        var yaml = new StringBuilder();
        void Line(string text) => yaml.Append(text).Append('\n');
        Line($"id: {Scalar(model.Id)}");
        Line($"method: {YamlName(model.Method)}");
        Line($"threshold: {Number(model.Threshold)}");
        Line("columns:");
        foreach (var column in model.Columns)
            Line($"  {Scalar(column.Name)}: {(column.Sql is { } sql ? $"{{sql: {Scalar(sql)}}}" : column.Of == column.Name ? YamlName(column.Cleaning) : $"{{of: {Scalar(column.Of!)}, clean: {YamlName(column.Cleaning)}}}")}");
        if (model.Comparisons.Count > 0)
            Line("comparisons:");
        foreach (var comparison in model.Comparisons)
        {
            Line($"  - name: {Scalar(comparison.Name)}");
            Line($"    columns: {List(comparison.Columns)}");
            Line($"    levels: {List(comparison.Levels.Select(level => level.ToString()))}");
            if (comparison.TermFrequency)
                Line("    term_frequency: true");
            if (comparison.Weight != 1)
                Line($"    weight: {Number(comparison.Weight)}");
        }
        Line("blocking:");
        WriteRules(yaml, model.Blocking, "  ");
        WriteTraining(yaml, model.Training);
        WriteSurvivorship(yaml, model.Survivorship);
        if (model.Trained is { } trained)
        {
            Line("trained:");
            Line($"  prior: {Number(trained.Prior)}");
            Line("  comparisons:");
            foreach (var parameters in trained.Comparisons)
                Line($"    {Scalar(parameters.Name)}: {{m: [{string.Join(", ", parameters.M.Select(Number))}], u: [{string.Join(", ", parameters.U.Select(Number))}]}}");
        }
        return yaml.ToString();
    }

    /// <summary>MostRecent is written most_recent.</summary>
    internal static string YamlName<T>(T value) where T : struct, Enum =>
        string.Concat(value.ToString().Select((letter, index) => index > 0 && char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static void WriteTraining(StringBuilder yaml, TrainingPlan plan)
    {
        if (plan.Certain.Count == 0 && plan.Blocks.Count == 0)
            return;
        yaml.Append("training:\n  certain:\n");
        WriteRules(yaml, plan.Certain, "    ");
        yaml.Append(CultureInfo.InvariantCulture, $"  recall: {Number(plan.Recall)}\n  blocks:\n");
        WriteRules(yaml, plan.Blocks, "    ");
        yaml.Append(CultureInfo.InvariantCulture, $"  random_pairs: {plan.RandomPairs}\n  blocked_pairs: {plan.BlockedPairs}\n  seed: {plan.Seed}\n");
    }

    private static void WriteSurvivorship(StringBuilder yaml, SurvivorshipPlan plan)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"survivorship:\n  default: {YamlName(plan.Default)}\n");
        if (plan.Recency is { } recency)
            yaml.Append(CultureInfo.InvariantCulture, $"  recency: {Scalar(recency)}\n");
        if (plan.Source is { } source)
            yaml.Append(CultureInfo.InvariantCulture, $"  source: {Scalar(source)}\n  priority: {List(plan.Priority)}\n");
        if (plan.Columns.Count > 0)
            yaml.Append(CultureInfo.InvariantCulture, $"  columns: {{{string.Join(", ", plan.Columns.Select(column => $"{Scalar(column.Key)}: {YamlName(column.Value)}"))}}}\n");
    }

    private static void WriteRules(StringBuilder yaml, IReadOnlyList<BlockingRule> rules, string indent)
    {
        foreach (var rule in rules)
            yaml.Append(indent).Append("- ").Append(List(rule.Keys)).Append('\n');
    }

    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Scalar))}]";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>In quotes unless it can't be taken for anything but a text.</summary>
    private static string Scalar(string text) => text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or ' ' or '>' or '<' or '=' or '.') && !text.EndsWith(' ')
        && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
        ? text
        : $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\t", "\\t")}\"";
}
