using Workbook.Dedup.Training;

namespace Workbook.Dedup.Model;

/// <summary>Where in a model a fault is.</summary>
/// <param name="Section">As the file calls it: id, columns, comparisons, blocking, training, survivorship, trained.</param>
/// <param name="Index">Of the list's item.</param>
internal sealed record ModelFault(string Section, int Index, string Message);

/// <summary>What a model must keep to, whatever the input; all faults at once.</summary>
internal static class MatchModelCheck
{
    private static readonly Dictionary<LevelKind, Cleaning> Needs = new()
    {
        [LevelKind.DateTypo] = Cleaning.Date, [LevelKind.DayMonthSwapped] = Cleaning.Date, [LevelKind.Digits] = Cleaning.Date, [LevelKind.Days] = Cleaning.Date, [LevelKind.Years] = Cleaning.Date,
        [LevelKind.Difference] = Cleaning.Number, [LevelKind.Percent] = Cleaning.Number, [LevelKind.Kilometres] = Cleaning.Number,
    };

    private static readonly HashSet<LevelKind> Texts =
        [LevelKind.Nickname, LevelKind.Initial, LevelKind.JaroWinkler, LevelKind.Levenshtein, LevelKind.Damerau, LevelKind.Words, LevelKind.Soundex, LevelKind.Metaphone];

    public static void Require(MatchModel model)
    {
        var faults = Faults(model).Select(fault => $"{fault.Section}: {fault.Message}").ToList();
        if (faults.Count > 0)
            throw new WorkbookException(faults.Count == 1 ? $"The match model is faulty. {faults[0]}" : $"The match model has {faults.Count} faults:\n  {string.Join("\n  ", faults)}");
    }

    public static IEnumerable<ModelFault> Faults(MatchModel model) =>
        [.. Whole(model), .. Columns(model), .. model.Comparisons.SelectMany((comparison, index) => OfComparison(model, comparison, index)), .. Training(model), .. Trained(model)];

    private static IEnumerable<ModelFault> Whole(MatchModel model)
    {
        if (model.Threshold is not (> 0 and <= 1))
            yield return new("threshold", 0, Invariant($"the threshold is {model.Threshold}; it must be above 0, at most 1."));
        if (model.Blocking.Count == 0)
            yield return new("blocking", 0, "there is no blocking rule, so no pair would be compared. Give at least one.");
        foreach (var (section, rules) in new[] { ("blocking", model.Blocking), ("training", model.Training.Certain), ("training", model.Training.Blocks) })
        {
            foreach (var (index, rule) in rules.Index())
            {
                if (rule.Keys.Count == 0 || rule.Keys.Any(string.IsNullOrWhiteSpace))
                    yield return new(section, index, "a rule has no keys, or an empty one.");
            }
        }
        if (model.Method != MatchMethod.Deterministic && model.Comparisons.Count == 0)
            yield return new("comparisons", 0, "there is no comparison; only the deterministic method does without.");
        var plan = model.Survivorship;
        if (plan.Source is null && plan.Columns.Values.Append(plan.Default).Contains(Survivor.SourcePriority))
            yield return new("survivorship", 0, "source_priority needs 'source', the column that says where a record comes from, and 'priority'.");
    }

    private static IEnumerable<ModelFault> Columns(MatchModel model)
    {
        foreach (var (index, column) in model.Columns.Index())
        {
            if (model.Columns.Take(index).Any(other => other.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))
                yield return new("columns", index, $"{column.Name} is there twice.");
            if (column.Name.StartsWith('_'))
                yield return new("columns", index, $"{column.Name} begins with an underscore, as our own columns do; call it otherwise.");
            if (column.Of is null == column.Sql is null)
                yield return new("columns", index, $"{column.Name} needs either an input column or an SQL expression.");
        }
    }

    private static IEnumerable<ModelFault> OfComparison(MatchModel model, Comparison comparison, int index)
    {
        ModelFault Fault(string message) => new("comparisons", index, $"{comparison.Name}: {message}");
        if (model.Comparisons.Take(index).Any(other => other.Name.Equals(comparison.Name, StringComparison.OrdinalIgnoreCase)))
            yield return Fault("another comparison has this name.");
        if (comparison.Levels.Count == 0)
            yield return Fault("it has no levels.");
        if (comparison.Levels.Count > 100)
            yield return Fault("it has more than 100 levels.");
        if (comparison.Weight is not (> 0 and < 1e6))
            yield return Fault(Invariant($"the weight is {comparison.Weight}; it must be above 0."));
        var isPlace = comparison.Levels.Any(level => level.Kind == LevelKind.Kilometres);
        if (comparison.Columns.Count != (isPlace ? 2 : 1))
            yield return Fault(isPlace ? "km needs two columns, latitude and longitude." : "it needs one column.");
        if (isPlace && comparison.Levels.Any(level => level.Kind is not (LevelKind.Kilometres or LevelKind.Same or LevelKind.Sql)))
            yield return Fault("km goes together only with other km, with same … and with sql ….");
        if (comparison.TermFrequency && comparison.Levels.All(level => level.Kind != LevelKind.Exact))
            yield return Fault("term_frequency needs the level exact.");
        foreach (var name in comparison.Columns.Concat(comparison.Levels.Where(level => level.Kind is LevelKind.Swapped or LevelKind.Same).Select(level => level.Text!)))
        {
            if (model.Columns.All(column => column.Name != name))
                yield return Fault($"there is no clean column {name}; there are {string.Join(", ", model.Columns.Select(column => column.Name))}.");
        }
        foreach (var column in model.Columns.Where(column => comparison.Columns.Contains(column.Name) && column.Sql is null))
        {
            foreach (var level in comparison.Levels)
            {
                if (Needs.TryGetValue(level.Kind, out var cleaning) && column.Cleaning != cleaning)
                    yield return Fault($"'{level}' needs the column {column.Name} cleaned as {cleaning.ToString().ToLowerInvariant()}.");
                if (Texts.Contains(level.Kind) && column.Cleaning == Cleaning.Number)
                    yield return Fault($"'{level}' compares texts, but the column {column.Name} is cleaned as number.");
            }
        }
    }

    private static IEnumerable<ModelFault> Training(MatchModel model)
    {
        var plan = model.Training;
        if (model.Method != MatchMethod.Probabilistic || model.Trained is not null)
            yield break;
        if (plan.Certain.Count == 0)
            yield return new("training", 0, "'certain' has no rule; one that finds most duplicates and little else gives the prior.");
        if (plan.Recall is not (> 0 and <= 1))
            yield return new("training", 0, Invariant($"'recall' is {plan.Recall}; it must be above 0, at most 1."));
        if (plan.RandomPairs < 1_000 || plan.BlockedPairs < 1_000)
            yield return new("training", 0, "'random_pairs' and 'blocked_pairs' must be 1000 or more.");
        if (plan.Blocks.Count < 2)
            yield return new("training", 0, $"'blocks' has {plan.Blocks.Count} rules; it takes two or more, since a rule can't teach the columns that it uses.");
        foreach (var (index, comparison) in model.Comparisons.Index())
        {
            if (plan.Blocks.Count >= 2 && plan.Blocks.All(rule => Trainer.IsBlocked(model, rule)[index]))
                yield return new("training", 0, Trainer.CannotTrain(comparison.Name, "every rule of 'blocks' uses its columns").Message);
        }
    }

    private static IEnumerable<ModelFault> Trained(MatchModel model)
    {
        if (model.Trained is not { } trained)
            yield break;
        if (trained.Prior is not (> 0 and < 1))
            yield return new("trained", 0, Invariant($"'prior' is {trained.Prior}; it must lie between 0 and 1."));
        if (!trained.Comparisons.Select(one => one.Name).SequenceEqual(model.Comparisons.Select(one => one.Name)))
        {
            yield return new("trained", 0, "its comparisons aren't the model's, in the model's order. Take 'trained' out to train again.");
            yield break;
        }
        foreach (var (comparison, parameters) in model.Comparisons.Zip(trained.Comparisons))
        {
            if (parameters.M.Count != comparison.Levels.Count + 1 || parameters.U.Count != comparison.Levels.Count + 1)
                yield return new("trained", 0, $"{comparison.Name} needs {comparison.Levels.Count + 1} values of m and of u, one for each level and one for none. Take 'trained' out to train again.");
            else if (parameters.M.Concat(parameters.U).Any(value => value is not (> 0 and < 1)))
                yield return new("trained", 0, $"{comparison.Name}: m and u must lie between 0 and 1.");
        }
    }
}
