namespace Workbook.Pipelines;

/// <summary>Where rows come from that no query reaches by itself.</summary>
public abstract record ResourceSource
{
    private protected ResourceSource() { }
}

/// <summary>
/// Files by a pattern such as <c>incoming/*.csv</c>: CSV (every column a text, since a sniffed type would change values such
/// as 007; cast them in the resource's SQL), JSON or JSON Lines (texts stay texts), or Parquet, by the names' endings. The columns
/// <c>src_filename</c> and <c>src_modified</c> are added. Where rows are appended without a cursor, each file is loaded once,
/// and one that was changed takes the place of its former rows.
/// </summary>
/// <param name="Pattern">Relative to the current folder; in a YAML file, to that.</param>
public sealed record FileSource(string Pattern) : ResourceSource;

/// <summary>
/// An HTTP interface that answers with JSON, whose texts stay texts; cast them in the resource's SQL. Values may name environment variables, <c>${NAME}</c>: they are read when a
/// request is sent, and appear in no message and no file.
/// </summary>
/// <param name="Url">The first page's address, absolute.</param>
public sealed record RestSource(string Url) : ResourceSource
{
    /// <summary>Where the list of rows stands in an answer, such as <c>data.items</c>; null where the answer is the list.</summary>
    public string? Rows { get; init; }

    /// <summary>How one answer leads to the next.</summary>
    public Paging Pages { get; init; } = Paging.None;

    /// <summary>Of the query string.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Sent with each request, such as <c>X-Api-Key: ${SHOP_KEY}</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Where to get a token first; null where none is needed.</summary>
    public ClientCredentials? OAuth { get; init; }

    /// <summary>
    /// The parameter by which the server is told the resource's cursor, less its lookback; null asks for all rows. Instants
    /// go as <c>2024-01-31T12:00:00Z</c>. A server that leaves rows at that very value out needs a lookback.
    /// </summary>
    public string? CursorParameter { get; init; }

    /// <summary>A server that asks for a longer pause (<c>Retry-After</c>) ends the run, which can be run again then.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>The OAuth 2 grant for programs. Id and secret are environment variables, <c>${NAME}</c>.</summary>
public sealed record ClientCredentials(string TokenUrl, string ClientId, string ClientSecret)
{
    /// <summary>As the server names what is asked for; null for its default.</summary>
    public string? Scope { get; init; }
}

/// <summary>How one answer leads to the next. A page that repeats the one before it is a fault: the server passes the parameter over.</summary>
public sealed record Paging
{
    private Paging() { }

    internal enum Way { None, Link, Number, Offset, Token, Next }

    internal Way By { get; private init; }

    internal string Parameter { get; private init; } = "";

    internal string Path { get; private init; } = "";

    internal int First { get; private init; }

    /// <summary>One answer is all.</summary>
    public static Paging None { get; } = new();

    /// <summary>By the header <c>Link: &lt;…&gt;; rel="next"</c>.</summary>
    public static Paging Link { get; } = new() { By = Way.Link };

    /// <summary>By a number that counts pages, until one is empty.</summary>
    public static Paging Number(string parameter = "page", int first = 1) => new() { By = Way.Number, Parameter = parameter, First = first };

    /// <summary>By the number of rows to pass over, until a page is empty.</summary>
    public static Paging Offset(string parameter = "offset") => new() { By = Way.Offset, Parameter = parameter };

    /// <summary>By a token in the answer that the next request sends, until there is none.</summary>
    /// <param name="path">Where it stands, such as <c>meta.next_cursor</c>.</param>
    public static Paging Token(string parameter, string path) => new() { By = Way.Token, Parameter = parameter, Path = path };

    /// <summary>By the next page's address in the answer, until there is none.</summary>
    /// <param name="path">Where it stands, such as <c>links.next</c>.</param>
    public static Paging Next(string path) => new() { By = Way.Next, Path = path };
}
