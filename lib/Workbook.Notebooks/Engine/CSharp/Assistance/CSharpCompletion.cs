using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Tags;
using Microsoft.CodeAnalysis.Text;
using RoslynItem = Microsoft.CodeAnalysis.Completion.CompletionItem;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>What can stand at the cursor, by Roslyn's completion: those that begin as what is typed, or whose humps do (<c>WL</c> for <c>WriteLine</c>), the likeliest first.</summary>
internal static class CSharpCompletion
{
    /// <summary>As VS Code names them, where it has a name.</summary>
    private static readonly (string Tag, string Kind)[] Kinds =
    [
        (WellKnownTags.Method, "method"), (WellKnownTags.ExtensionMethod, "method"), (WellKnownTags.Property, "property"), (WellKnownTags.Event, "event"),
        (WellKnownTags.Local, "variable"), (WellKnownTags.Parameter, "variable"), (WellKnownTags.RangeVariable, "variable"), (WellKnownTags.Field, "field"),
        (WellKnownTags.Constant, "constant"), (WellKnownTags.EnumMember, "enumMember"), (WellKnownTags.Class, "class"), (WellKnownTags.Structure, "struct"),
        (WellKnownTags.Interface, "interface"), (WellKnownTags.Enum, "enum"), (WellKnownTags.Delegate, "delegate"), (WellKnownTags.Namespace, "namespace"),
        (WellKnownTags.TypeParameter, "typeParameter"), (WellKnownTags.Keyword, "keyword"), (WellKnownTags.Operator, "operator"),
    ];

    /// <summary>Roslyn's tag for what has the type that the place expects.</summary>
    private const string TargetTypeMatch = "TargetTypeMatch";

    public static Completion At(Document document, string code, int cursor)
    {
        var service = CompletionService.GetService(document)!;
        var list = service.GetCompletionsAsync(document, cursor, CompletionTrigger.Invoke).GetAwaiter().GetResult();
        if (list.ItemsList.Count == 0)
            return new Completion([], cursor, cursor);
        var typed = code[list.Span.Start..cursor];
        var isMember = list.Span.Start > 0 && code[list.Span.Start - 1] == '.';
        var items = Matching(service, document, list, typed)
            .OrderBy(item => Rank(item, typed, isMember)).ThenBy(item => item.SortText, StringComparer.OrdinalIgnoreCase)
            .DistinctBy(Label).ToList();
        return Placed(items.Select(item => (Item: item, Change: Change(service, document, item, TextSpan.FromBounds(list.Span.Start, cursor)))), code, isMember);
    }

    private static IEnumerable<RoslynItem> Matching(CompletionService service, Document document, CompletionList list, string typed)
    {
        List<RoslynItem> begun = [.. list.ItemsList.Where(item => item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))];
        return begun.Count > 0 ? begun : service.FilterItems(document, [.. list.ItemsList], typed);
    }

    /// <summary>What the place expects; then the user's own names; then all others. Among them those that begin as typed, capitals too.</summary>
    private static int Rank(RoslynItem item, string typed, bool isMember)
    {
        var (priority, tags) = (item.Rules.MatchPriority, item.Tags);
        var rank = priority >= MatchPriority.Preselect || tags.Contains(TargetTypeMatch) || IsArgumentName(item) ? 0
            : !isMember && priority > MatchPriority.Default && IsOwn(tags) ? 2
            : !isMember && IsOwn(tags) ? 4
            : priority < MatchPriority.Default ? 8
            : 6;
        return rank + (item.FilterText.StartsWith(typed, StringComparison.Ordinal) ? 0 : 1);
    }

    private static bool IsArgumentName(RoslynItem item) => item.DisplayTextSuffix == ":" && item.Tags.Contains(WellKnownTags.Parameter);

    /// <summary>Locals, parameters, and what cells declared: members of a script are private.</summary>
    private static bool IsOwn(ImmutableArray<string> tags) =>
        tags.Contains(WellKnownTags.Local) || tags.Contains(WellKnownTags.Parameter) || tags.Contains(WellKnownTags.RangeVariable) || tags.Contains(WellKnownTags.Private);

    private static string Label(RoslynItem item) => item.DisplayTextPrefix + item.DisplayText + (item.DisplayTextSuffix == "<>" ? "" : item.DisplayTextSuffix);

    private static TextChange Change(CompletionService service, Document document, RoslynItem item, TextSpan span) => item.IsComplexTextEdit
        ? service.GetChangeAsync(document, item).GetAwaiter().GetResult().TextChange
        : new TextChange(span, IsArgumentName(item) ? Label(item) : item.Properties.GetValueOrDefault("InsertionText", item.DisplayText));

    /// <summary>One start and end for all, as front ends expect: what an item leaves as it is becomes part of its text.</summary>
    private static Completion Placed(IEnumerable<(RoslynItem Item, TextChange Change)> found, string code, bool isMember)
    {
        var items = found.ToList();
        if (items.Count == 0)
            return new Completion([], 0, 0);
        var (start, end) = (items.Min(item => item.Change.Span.Start), items.Max(item => item.Change.Span.End));
        return new Completion(
            [.. items.Select(item => new CompletionItem(code[start..item.Change.Span.Start] + item.Change.NewText + code[item.Change.Span.End..end], Kind(item.Item.Tags, isMember)))],
            start, end);
    }

    private static string Kind(ImmutableArray<string> tags, bool isMember) =>
        !isMember && tags.Contains(WellKnownTags.Field) && tags.Contains(WellKnownTags.Private) ? "variable" // of a cell
        : Kinds.FirstOrDefault(kind => tags.Contains(kind.Tag)).Kind ?? "text";
}
