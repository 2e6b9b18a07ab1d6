namespace Workbook.Acme;

/// <summary>What happened at Acme, and when each walkthrough plays. Days are UTC.</summary>
public static class AcmeCalendar
{
    /// <summary>The shop opens: the first day with orders.</summary>
    public static readonly DateOnly Opening = new(2024, 7, 1);

    /// <summary>The app comes out. It sends no discount where there was none, and its users register anew.</summary>
    public static readonly DateOnly AppLaunch = new(2025, 1, 20);

    /// <summary>Sales' address book is imported into the customers, although many were there already.</summary>
    public static readonly DateOnly CrmImport = new(2025, 2, 10);

    /// <summary>Walkthrough 01: the first day of the new data engineer.</summary>
    public static readonly DateOnly DayOne = new(2025, 4, 14);

    /// <summary>The shop opens in Mexico; nobody tells the feed of exchange rates.</summary>
    public static readonly DateOnly MexicoLaunch = new(2025, 5, 5);

    /// <summary>The app's second version spells a status in another way.</summary>
    public static readonly DateOnly AppTwo = new(2025, 5, 12);

    /// <summary>Walkthrough 02: the Monday before the board meets.</summary>
    public static readonly DateOnly BoardWeek = new(2025, 6, 16);

    /// <summary>Walkthrough 08: the top customers are printed.</summary>
    public static readonly DateOnly TopCustomers = new(2025, 9, 1);
}
