namespace Workbook.Models.Jinja;

/// <summary>namespace(): the one value whose attributes <c>set</c> may write, so that a loop can hand something out.</summary>
internal sealed class JinjaNamespace : IJinjaObject
{
    public JinjaDict Attributes { get; } = [];

    public bool TryGetMember(string name, out object? value) => Attributes.TryGet(name, out value);

    public override string ToString() => $"<Namespace {JinjaText.Repr(Attributes)}>";
}
