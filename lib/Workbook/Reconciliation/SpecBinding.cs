using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>Finds the spec's columns in the sides and settles the types to compare as; all faults are told at once.</summary>
internal sealed class SpecBinding
{
    /// <summary>Digits that a DOUBLE's amounts keep.</summary>
    private const int DoubleScale = 6;

    private static readonly string[] OwnNames = ["cause", "effect", "columns", "left_amount", "right_amount", "left_time", "right_time", "left_currency", "right_currency", "left_original", "right_original"];

    private readonly List<string> _faults = [];
    private readonly ReconciliationSpec _spec;
    private readonly Dictionary<string, string> _left;
    private readonly Dictionary<string, string> _right;

    private SpecBinding(ReconciliationSpec spec, DuckDBConnection left, DuckDBConnection right)
    {
        _spec = spec;
        _left = Columns(left, spec.Left, "left");
        _right = Columns(right, spec.Right, "right");
    }

    /// <exception cref="WorkbookException">A side can't be read, a column is missing, types don't go together, or a limit makes no sense.</exception>
    public static RowLayout Bind(ReconciliationSpec spec, DuckDBConnection left, DuckDBConnection right) => new SpecBinding(spec, left, right).Bind();

    /// <summary>Types by name, without regard to case.</summary>
    public static Dictionary<string, string> Columns(DuckDBConnection connection, Side side, string role)
    {
        try
        {
            return connection.Query($"DESCRIBE SELECT * FROM {side.Relation()}", row => (row.GetString(0), row.GetString(1)))
                .ToDictionary(column => column.Item1, column => column.Item2, StringComparer.OrdinalIgnoreCase);
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"The {role} side, {side.Name}, can't be read: {fault.Message.Split("\n\nLINE ")[0]}", fault);
        }
    }

    private RowLayout Bind()
    {
        if (_spec.Keys.Count == 0)
            _faults.Add("there is no key; name the columns that tell which rows belong together.");
        List<LayoutColumn> keys = [.. _spec.Keys.Select((key, index) => new LayoutColumn($"k{index + 1}", key, Type(key, key.Cast, "key")))];
        List<LayoutColumn> compared = [.. _spec.Compare.Select((column, index) => new LayoutColumn($"c{index + 1}", column, Type(column, column.Cast, "column")))];
        foreach (var column in compared.Where(column => ((ComparedColumn)column.Column).HasTolerance && column.Type.Length > 0 && !CommonType.IsNumber(column.Type)))
            _faults.Add($"column '{column.Column.Left}' has a tolerance but is {column.Type}; a tolerance takes numbers.");
        var layout = new RowLayout { Spec = _spec, Keys = keys, Compared = compared, AmountType = AmountType(out var convertedScale), ConvertedScale = convertedScale, TimeType = TimeType() };
        CheckCurrency();
        CheckLimits();
        CheckNames();
        return _faults.Count == 0 ? layout
            : throw new WorkbookException($"Can't reconcile {_spec.Left.Name} with {_spec.Right.Name}:{(_faults.Count == 1 ? " " + _faults[0] : string.Concat(_faults.Select(fault => $"\n- {fault}")))}");
    }

    private string Type(PairedColumn column, string? cast, string what)
    {
        var (left, right) = (Find(_left, column.Left, _spec.Left), Find(_right, column.OnRight, _spec.Right));
        if (cast is not null && !CommonType.IsName(cast))
            _faults.Add($"{what} '{column.Left}' has the cast '{cast}', which is no type's name.");
        if (left is null || right is null || cast is not null)
            return cast ?? "";
        if (CommonType.Of(left, right) is { } type)
            return type;
        _faults.Add($"{what} '{column.Left}' is {left} on the left but {right} on the right. Say what to compare it as, such as {column.Left}::VARCHAR, or cast it in a query.");
        return "";
    }

    private string AmountType(out int convertedScale)
    {
        convertedScale = 2;
        if (_spec.Amount is not { } amount)
            return "DECIMAL(18, 0)";
        string?[] types = [Find(_left, amount.Left, _spec.Left), Find(_right, amount.OnRight, _spec.Right)];
        foreach (var type in types.OfType<string>().Where(type => !CommonType.IsNumber(type)).Distinct())
            _faults.Add($"the amount '{amount.Left}' is {type}; expected a number. Cast it in a query.");
        var isFloat = types.Any(type => type is not null && CommonType.IsFloat(type));
        var own = types.OfType<string>().Where(CommonType.IsNumber).Select(CommonType.Scale).DefaultIfEmpty(0).Max();
        convertedScale = Math.Max(2, own);
        var scale = Math.Max(Math.Max(own, isFloat ? DoubleScale : 0), _spec.Currency is null ? 0 : convertedScale);
        var whole = isFloat ? 38 : types.OfType<string>().Where(CommonType.IsNumber).Select(CommonType.WholeDigits).DefaultIfEmpty(0).Max();
        // The difference of two numbers of 18 digits has 19, for which DuckDB needs a wider type.
        if (whole + scale >= 18)
            return $"DECIMAL(38, {scale})";
        // What is neither converted nor added up keeps its width: a cast less for each row.
        return $"DECIMAL({(_spec.Currency is null && !_spec.Left.IsSummed && !_spec.Right.IsSummed ? whole + scale : 18)}, {scale})";
    }

    private string? TimeType()
    {
        if (_spec.Time is not { } time)
            return null;
        string?[] types = [Find(_left, time.Left, _spec.Left), Find(_right, time.OnRight, _spec.Right)];
        foreach (var type in types.OfType<string>().Where(type => type != "DATE" && !CommonType.IsInstant(type)).Distinct())
            _faults.Add($"the time '{time.Left}' is {type}; expected a DATE or a TIMESTAMP. Cast it in a query.");
        return types.Contains("DATE") ? "DATE" : "TIMESTAMP";
    }

    private void CheckCurrency()
    {
        if (_spec.Currency is not { } rule)
            return;
        if (_spec.Amount is null)
            _faults.Add("a currency needs an amount to convert.");
        if (rule.Since is not null && _spec.Time is null)
            _faults.Add("rates of days need a time that says which day.");
        if (rule.Left is { } left)
            Find(_left, left, _spec.Left);
        if (rule.Right is { } right)
            Find(_right, right, _spec.Right);
    }

    private void CheckLimits()
    {
        if (_spec.Amount is { } amount && (amount.Tolerance < 0 || amount.Relative < 0 || amount.Rounding < 0))
            _faults.Add(Invariant($"tolerance, relative tolerance and rounding can't be negative, but are {amount.Tolerance}, {amount.Relative} and {amount.Rounding}."));
        foreach (var column in _spec.Compare.Where(column => column.Tolerance < 0 || column.Relative < 0))
            _faults.Add($"the tolerance of '{column.Left}' can't be negative.");
        if (_spec.Time?.Window < TimeSpan.Zero)
            _faults.Add($"the window can't be negative, but is {_spec.Time.Window}.");
    }

    /// <summary>The table of differences has the keys under their own names, beside columns of its own.</summary>
    private void CheckNames()
    {
        var names = _spec.Keys.Select(key => key.Left).Concat(_spec.Compare.SelectMany(column => new[] { $"left_{column.Left}", $"right_{column.Left}" })).Concat(OwnNames);
        foreach (var twice in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            _faults.Add($"the differences would have two columns named '{twice.Key}'. Rename that column in a query, or name it once.");
    }

    private string? Find(Dictionary<string, string> columns, string name, Side side)
    {
        if (columns.TryGetValue(name, out var type))
            return type;
        var fault = $"{side.Name} has no column '{name}'; it has {string.Join(", ", columns.Keys)}.";
        if (!_faults.Contains(fault))
            _faults.Add(fault);
        return null;
    }
}
