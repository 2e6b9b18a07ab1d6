using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>
/// The retailer's world at one seed and scale: how many of everything there are, and the pure functions that tell any
/// order, price or address. It reaches from the epoch to the end of the window, so an increment continues the same world.
/// </summary>
internal sealed class World
{
    /// <param name="isIncrement">Whether the window adds to a folder that holds earlier ones.</param>
    public World(GenerationOptions options, bool isIncrement)
    {
        IsIncrement = isIncrement;
        Options = options;
        Seed = options.Seed;
        Scale = options.Scale;
        BaseDays = GenerationOptions.DefaultDays(Scale);
        Customers = Scaled(MasterData.Customers.Rows, 50);
        Products = Scaled(MasterData.Products.Rows, 100);
        Stores = Scaled(MasterData.Stores.Rows, 40);
        Suppliers = Scaled(MasterData.Suppliers.Rows, 20);
        FirstDay = options.FirstDay;
        EndDay = options.EndDay;
        Calendar = new TradingCalendar(BaseDays, EndDay);
        Catalogue = new Catalogue(this);
        CustomerBook = new CustomerBook(this);
        Prices = new PriceBook(this);
        StoreBook = new StoreBook(this);
        Orders = new OrderBook(this);
    }

    public GenerationOptions Options { get; }
    public ulong Seed { get; }
    public double Scale { get; }

    /// <summary>Days over which the rows of the scale are spread; the rate per day follows from it, in every window.</summary>
    public int BaseDays { get; }

    public int Customers { get; }
    public int Products { get; }
    public int Stores { get; }
    public int Suppliers { get; }

    /// <summary>First day of the window, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int FirstDay { get; }

    /// <summary>The day after the window.</summary>
    public int EndDay { get; }

    public TradingCalendar Calendar { get; }
    public Catalogue Catalogue { get; }
    public CustomerBook CustomerBook { get; }
    public PriceBook Prices { get; }
    public StoreBook StoreBook { get; }
    public OrderBook Orders { get; }

    public static int EpochDay => GenerationOptions.Epoch.DayNumber;

    public bool IsIncrement { get; }

    public Draw Draw(Series series, long index) => new(Seed, (ulong)series, index);

    public string PathOf(string relative) => Path.Combine(Options.Output, relative);

    /// <summary>Of all customers, how many registered before the epoch; the rest do over the base days.</summary>
    public const double EarlyCustomers = 0.6;

    /// <summary>Customers who may buy on the day: new ones come as business does, so that they have its weeks and seasons.</summary>
    public int CustomersJoinedBy(int day) =>
        Math.Max(1, (int)(Customers * (EarlyCustomers + ((1 - EarlyCustomers) * Calendar.ShareBefore(day + 1)))));

    /// <summary>One store in twenty is a web shop.</summary>
    public static bool IsWeb(int storeId) => storeId % 20 == 0;

    public int WebStores => Stores / 20;

    /// <summary>The n-th shop that is not a web shop, from 0.</summary>
    public static int PosStore(int index) => index + (index / 19) + 1;

    public int PosStores => Stores - WebStores;

    private int Scaled(long rows, int least) => Math.Max(least, (int)Math.Round(rows * Scale));
}
