namespace Workbook.Operations.Monitoring;

/// <summary>From which value on a monitor warns, and from which it alerts. The bounds themselves are still good.</summary>
public sealed record Threshold(double Warning, double Alert, bool HigherIsBetter)
{
    /// <summary>For percentages of what is as it should be: WARNING below 99, ALERT below 95.</summary>
    public static Threshold Quality { get; } = new(99, 95, true);

    /// <summary>For what should be high: a value below a bound is bad.</summary>
    public static Threshold AtLeast(double warning, double alert) => new(warning, alert, true);

    /// <param name="alert">Infinity for what only ever warns.</param>
    public static Threshold AtMost(double warning, double alert) => new(warning, alert, false);

    /// <summary>Never <see cref="MonitorStatus.NotMeasured"/>: there is a value.</summary>
    public MonitorStatus Judge(double value)
    {
        bool Beyond(double bound) => HigherIsBetter ? value < bound : value > bound;
        return Beyond(Alert) ? MonitorStatus.Alert : Beyond(Warning) ? MonitorStatus.Warning : MonitorStatus.Ok;
    }

    /// <summary>What is bad: <c>&lt; 99 / 95</c>, the warning's bound first; <c>&gt; 24 / never</c> where it only warns.</summary>
    public override string ToString() => Invariant($"{(HigherIsBetter ? "<" : ">")} {Warning:0.##} / {(double.IsInfinity(Alert) ? "never" : Invariant($"{Alert:0.##}"))}");
}

/// <summary>What became of a monitor.</summary>
public enum MonitorStatus
{
    /// <summary>Within both bounds.</summary>
    Ok,

    /// <summary>Beyond the bound for warnings alone.</summary>
    Warning,

    /// <summary>Beyond the bound for alerts, or what it looks at is missing and must not be.</summary>
    Alert,

    /// <summary>What it looks at isn't there yet; no news is neither good nor bad.</summary>
    NotMeasured,
}

/// <summary>Something to measure in a lake, with SQL over the schemas <c>bronze</c>, <c>silver</c>, <c>gold</c>, <c>rejects</c> and <c>monitor</c>.</summary>
/// <param name="Name">Topic, then what it looks at: <c>foreign_key.orders_lines.product_id</c>.</param>
public sealed record MonitorDefinition(string Name)
{
    /// <summary>What its value says, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>bronze, gold or runs.</summary>
    public required string Layer { get; init; }

    /// <summary>Of its alert; its warning is one step less severe.</summary>
    public required Severity Severity { get; init; }

    /// <summary>In the value's unit; by default that for percentages, 99 and 95.</summary>
    public Threshold Threshold { get; init; } = Threshold.Quality;

    /// <summary>Of the value: %, h, rows, columns.</summary>
    public string Unit { get; init; } = "%";

    /// <summary>
    /// One row: the value; the rows at fault and the rows in all, or NULL; a note or NULL. A value of NULL is not measured.
    /// </summary>
    public required string Measure { get; init; }

    /// <summary>Shows the rows at fault; may be given to <c>workbook sql</c> as it is.</summary>
    public required string Offending { get; init; }

    /// <summary>The tables that it reads, as <c>schema.table</c>, and files by their path.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>Alerts, rather than not being measured, where a table is missing.</summary>
    public bool MissingIsAlert { get; init; }

    /// <summary>The name up to its first point: <c>foreign_key</c>.</summary>
    public string Topic => Name.Split('.')[0];
}

/// <param name="Value">Null where it was not measured.</param>
/// <param name="Offending">Rows at fault, of <paramref name="Total"/>.</param>
public sealed record MonitorResult(MonitorDefinition Monitor, MonitorStatus Status, double? Value, long? Offending, long? Total, string? Note)
{
    /// <summary>Of an alert the monitor's own; a warning is one step less severe. Null where all is well.</summary>
    public Severity? Severity => Status switch
    {
        MonitorStatus.Alert => Monitor.Severity,
        MonitorStatus.Warning => (Severity)Math.Min((int)Monitor.Severity + 1, (int)Operations.Severity.P3),
        _ => null,
    };
}
