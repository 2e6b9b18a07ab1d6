namespace Workbook.Dedup.Model;

/// <summary>How pairs become matches.</summary>
public enum MatchMethod
{
    /// <summary>Fellegi-Sunter: each level of agreement is worth log2(m / u) bits, learnt from the data.</summary>
    Probabilistic,

    /// <summary>The weighted mean of the comparisons' levels, from 0 to 1; nothing is learnt.</summary>
    Fuzzy,

    /// <summary>Whatever a blocking rule pairs is a match.</summary>
    Deterministic,
}

/// <summary>
/// What makes two records the same: which columns are cleaned how, how they are compared, which pairs are looked at, and
/// which value of several survives. It is a value; as a file it is <see cref="MatchModelFile"/>.
/// </summary>
public sealed record MatchModel
{
    /// <summary>The input's column that names a record: unique, without NULL.</summary>
    public required string Id { get; init; }

    /// <summary><see cref="MatchMethod.Probabilistic"/> unless it is set.</summary>
    public MatchMethod Method { get; init; }

    /// <summary>Pairs with at least this score are one person: a probability, or a similarity for <see cref="MatchMethod.Fuzzy"/>.</summary>
    public double Threshold { get; init; } = 0.95;

    /// <summary>What comparisons and rules name. NULL and empty texts are missing values: they count neither for nor against.</summary>
    public required IReadOnlyList<CleanColumn> Columns { get; init; }

    /// <summary>Only <see cref="MatchMethod.Deterministic"/> does without.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];

    /// <summary>Pairs that agree on all keys of any of these rules are compared; no pair twice.</summary>
    public required IReadOnlyList<BlockingRule> Blocking { get; init; }

    /// <summary>For <see cref="MatchMethod.Probabilistic"/> while <see cref="Trained"/> is null.</summary>
    public TrainingPlan Training { get; init; } = new();

    /// <summary>By default each column keeps its most frequent value.</summary>
    public SurvivorshipPlan Survivorship { get; init; } = new();

    /// <summary>Null until trained; a model that has them isn't trained again.</summary>
    public MatchParameters? Trained { get; init; }
}

/// <param name="Of">The input's column; null with <paramref name="Sql"/>.</param>
/// <param name="Sql">An expression over the input's columns, taken as it is.</param>
public sealed record CleanColumn(string Name, string? Of, Cleaning Cleaning, string? Sql = null)
{
    /// <summary>A column of the input under its own name.</summary>
    public static CleanColumn From(string name, Cleaning cleaning) => new(name, name, cleaning);
}

/// <param name="Columns">One clean column; two, latitude and longitude, where levels are in kilometres.</param>
/// <param name="Levels">From the best to the worst; the first that holds counts. That none does is a level by itself.</param>
public sealed record Comparison(string Name, IReadOnlyList<string> Columns, IReadOnlyList<Level> Levels)
{
    /// <summary>Agreement on a rare value is worth more than on a frequent one. Not for what should be unique: an e-mail address.</summary>
    public bool TermFrequency { get; init; }

    /// <summary>For <see cref="MatchMethod.Fuzzy"/>.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Of one clean column, named as it is; levels as a model has them: <c>exact</c>, <c>jaro_winkler >= 0.9</c>.</summary>
    /// <exception cref="WorkbookException">A text is no level.</exception>
    public static Comparison Of(string column, params string[] levels) => new(column, [column], [.. levels.Select(Level.Parse)]);
}

/// <param name="Keys">SQL expressions over clean columns, such as <c>substr(last_name, 1, 3)</c>. A record with a NULL key is in no block.</param>
public sealed record BlockingRule(params IReadOnlyList<string> Keys)
{
    /// <summary>The keys, as messages show them: <c>postcode + substr(last_name, 1, 3)</c>.</summary>
    public override string ToString() => string.Join(" + ", Keys);
}

/// <summary>From which pairs the parameters are learnt.</summary>
public sealed record TrainingPlan
{
    /// <summary>Rules that only true matches satisfy; how many pairs they find gives the prior.</summary>
    public IReadOnlyList<BlockingRule> Certain { get; init; } = [];

    /// <summary>The share of all matches that <see cref="Certain"/> is thought to find.</summary>
    public double Recall { get; init; } = 0.7;

    /// <summary>Each rule teaches the comparisons whose columns it doesn't use.</summary>
    public IReadOnlyList<BlockingRule> Blocks { get; init; } = [];

    /// <summary>Random pairs for u; all pairs where there are no more than this.</summary>
    public int RandomPairs { get; init; } = 500_000;

    /// <summary>At most about this many pairs for each rule of <see cref="Blocks"/>.</summary>
    public int BlockedPairs { get; init; } = 500_000;

    /// <summary>Of the draws: the same seed takes the same pairs.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>Which of a cluster's values survives. NULL never does while there is another.</summary>
public enum Survivor
{
    /// <summary>That of the latest record by <see cref="SurvivorshipPlan.Recency"/>.</summary>
    MostRecent,

    /// <summary>The one that most of the records have.</summary>
    MostFrequent,

    /// <summary>The one with the most characters, as text.</summary>
    Longest,

    /// <summary>That of the source which <see cref="SurvivorshipPlan.Priority"/> names first.</summary>
    SourcePriority,

    /// <summary>That of the record with the lowest id.</summary>
    First,
}

/// <summary>How a cluster's records become one golden record, column by column.</summary>
public sealed record SurvivorshipPlan
{
    /// <summary>For columns without a rule of their own.</summary>
    public Survivor Default { get; init; } = Survivor.MostFrequent;

    /// <summary>Rules by the input's column.</summary>
    public IReadOnlyDictionary<string, Survivor> Columns { get; init; } = new Dictionary<string, Survivor>();

    /// <summary>The input's column that orders records in time; it also decides between equals. The id does where it is null.</summary>
    public string? Recency { get; init; }

    /// <summary>The input's column that says where a record comes from.</summary>
    public string? Source { get; init; }

    /// <summary>Best first; sources that aren't named come last.</summary>
    public IReadOnlyList<string> Priority { get; init; } = [];
}

/// <param name="Prior">The probability that two records taken at random match.</param>
public sealed record MatchParameters(double Prior, IReadOnlyList<ComparisonParameters> Comparisons);

/// <param name="M">For each level, then for none of them: how often matches have it, among those with both values.</param>
/// <param name="U">The same for pairs that don't match.</param>
public sealed record ComparisonParameters(string Name, IReadOnlyList<double> M, IReadOnlyList<double> U)
{
    /// <summary>In bits.</summary>
    public double Weight(int level) => Math.Log2(M[level] / U[level]);
}
