using System.Globalization;
using Workbook.Notebooks;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Engine;
using Workbook.Query;

namespace Workbook.Course.Tasks;

/// <summary>What a check can look at: the reader's variables, and the lake.</summary>
public sealed class CheckContext
{
    private readonly ICellHost _host;

    internal CheckContext(ICellHost host) => _host = host;

    /// <summary>The notebook's: its folders, and the lake that checks ask.</summary>
    public NotebookWorkspace Workspace => _host.Workspace;

    /// <summary>The value of a variable that a cell declared; null where none did.</summary>
    public object? Variable(string name) => _host.ValueOf(name).Value;

    /// <summary>Whether a cell declared the variable; its value may be null.</summary>
    public bool Has(string name) => _host.ValueOf(name).Found;

    /// <summary>A variable of a type.</summary>
    /// <param name="correct">Judges a value of the right type.</param>
    public CheckResult Value<T>(string name, Func<T, CheckResult> correct)
    {
        if (!Has(name))
            return CheckResult.NotAttempted($"There is no variable '{name}' yet. Declare it in the cell above and run that cell.");
        return Variable(name) switch
        {
            T value => correct(value),
            null => CheckResult.NotAttempted($"'{name}' is null. Give it its value in the cell above and run that cell."),
            var other => CheckResult.Incorrect($"'{name}' is a {other.GetType().Name}, expected a {typeof(T).Name}."),
        };
    }

    /// <summary>A number, compared with what the reference query gives.</summary>
    /// <param name="tolerance">Relative; 0 for exact.</param>
    public CheckResult Number(string name, string referenceSql, string achieved, double tolerance = 0)
    {
        if (!Has(name) || Variable(name) is null)
            return CheckResult.NotAttempted($"There is no value in '{name}' yet. Compute it in the cell above and run that cell.");
        if (Variable(name) is not IConvertible convertible || convertible is string)
            return CheckResult.Incorrect($"'{name}' is a {Variable(name)!.GetType().Name}, expected a number.");
        var found = convertible.ToDouble(CultureInfo.InvariantCulture);
        var expected = Workspace.Scalar<double>($"SELECT CAST(({referenceSql}) AS DOUBLE)");
        return Math.Abs(found - expected) <= tolerance * Math.Abs(expected)
            ? CheckResult.Correct(achieved)
            : CheckResult.Incorrect(Invariant($"'{name}' is {found:N} and too {(found < expected ? "small" : "large")}."));
    }

    /// <summary>
    /// A result that an SQL cell named with <c>--name</c>, compared with the reference query's: columns by name, rows in any
    /// order, numbers by value.
    /// </summary>
    /// <param name="key">The columns by which a row that is off is named.</param>
    public CheckResult Rows(string name, string referenceSql, string key, string achieved)
    {
        if (Variable(name) is not SqlRows found)
            return CheckResult.NotAttempted($"There is no result '{name}' yet. Begin the SQL cell above with: #!sql --name {name}");
        var expected = Workspace.Query(referenceSql);
        if (expected.Columns.Except(found.Columns, StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } missing)
            return CheckResult.Incorrect($"'{name}' lacks the column{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing)}. It has {string.Join(", ", found.Columns)}.");
        if (found.Count == 0)
            return CheckResult.Incorrect($"'{name}' has no rows.");

        var keys = key.Split(", ");
        string KeyOf(SqlRow row) => string.Join(" / ", keys.Select(column => Text(row[column])));
        var theirs = found.GroupBy(KeyOf).ToDictionary(group => group.Key, group => group.ToList());
        var ours = expected.ToDictionary(KeyOf);
        if (theirs.FirstOrDefault(group => group.Value.Count > 1) is { Value: not null } twice)
            return CheckResult.Incorrect($"'{name}' has {twice.Value.Count} rows for {keys[0]} {twice.Key}, expected one.");
        if (theirs.Keys.Except(ours.Keys).FirstOrDefault() is { } extra)
            return CheckResult.Incorrect(Invariant($"'{name}' has {found.Count:N0} rows, and one of them does not belong there: {extra}."));
        if (ours.Count > theirs.Count)
            return CheckResult.Incorrect(Invariant($"'{name}' has {found.Count:N0} rows; some are missing."));
        var off = expected.Columns.Except(keys, StringComparer.OrdinalIgnoreCase)
            .SelectMany(column => ours.Where(pair => !IsSame(pair.Value[column], theirs[pair.Key][0][column])).Select(pair => (Column: column, pair.Key))).ToList();
        return off.Count == 0
            ? CheckResult.Correct(achieved)
            : CheckResult.Incorrect(Invariant($"'{off[0].Column}' is off in {off.Count(place => place.Column == off[0].Column):N0} of {found.Count:N0} rows, for example for {off[0].Key}: there it is {Text(theirs[off[0].Key][0][off[0].Column])}."));
    }

    private static bool IsSame(object? left, object? right) =>
        left is IConvertible a and not string && right is IConvertible b and not string && left is not (bool or DateTime) && right is not (bool or DateTime)
            ? Math.Abs(a.ToDouble(CultureInfo.InvariantCulture) - b.ToDouble(CultureInfo.InvariantCulture)) <= 1e-6 * Math.Max(1, Math.Abs(a.ToDouble(CultureInfo.InvariantCulture)))
            : Text(left) == Text(right);

    private static string Text(object? value) => value switch
    {
        null => "NULL",
        System.Numerics.BigInteger big => big.ToString(CultureInfo.InvariantCulture),
        _ => value.ToDisplayString(),
    };
}
