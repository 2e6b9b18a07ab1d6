using Workbook.Contracts;

namespace Workbook.Retail;

/// <summary>What machines report: clicks and shelf sensors.</summary>
public static class Signals
{
    /// <summary>Fields outside the envelope are kept in <c>extra</c>; a line that is no JSON is rejected.</summary>
    public static readonly SourceContract Events = RetailContracts.Read("events");

    /// <summary>In degrees Celsius, percent of humidity and millivolts; a reading that can't be is rejected.</summary>
    public static readonly SourceContract Sensors = RetailContracts.Read("sensors");
}
