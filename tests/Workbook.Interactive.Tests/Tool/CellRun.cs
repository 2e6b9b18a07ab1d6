namespace Workbook.Interactive.Tests.Tool;

/// <summary>What became of a cell.</summary>
internal sealed class CellRun
{
    private readonly Dictionary<string, int> _places = [];

    public bool IsOver { get; private set; }

    /// <summary>Null for a cell that succeeded.</summary>
    public string? Failure { get; private set; }

    /// <summary>What the cell showed, by MIME type, as updates have left it.</summary>
    public List<Dictionary<string, string>> Shown { get; } = [];

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public IReadOnlyList<string> Texts => [.. Shown.Select(forms => forms.GetValueOrDefault("text/plain", ""))];

    public CellRun Succeeded()
    {
        Assert.True(Failure is null, Failure);
        return this;
    }

    public void Add(Envelope happened, string token)
    {
        switch (happened.Type)
        {
            case "CommandSucceeded" when happened.Token == token:
                IsOver = true;
                break;
            case "CommandFailed" when happened.Token == token:
                (IsOver, Failure) = (true, (string?)happened.Event["message"] ?? "");
                break;
            case "StandardOutputValueProduced":
                Out += happened.Forms["text/plain"];
                break;
            case "StandardErrorValueProduced":
                Error += happened.Forms["text/plain"];
                break;
            case "DisplayedValueUpdated" when _places.TryGetValue((string?)happened.Event["valueId"] ?? "", out var place):
                Shown[place] = happened.Forms;
                break;
            case "DisplayedValueProduced" or "ReturnValueProduced":
                if ((string?)happened.Event["valueId"] is { } id)
                    _places[id] = Shown.Count;
                Shown.Add(happened.Forms);
                break;
        }
    }
}
