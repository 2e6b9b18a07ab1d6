using System.Composition.Hosting;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Host;
using Microsoft.CodeAnalysis.Host.Mef;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>
/// Roslyn's services for editors, as far as completion and hover stand on them. All of its parts together take six times as
/// long to compose and 30 MB more: most are fixes and refactorings, which a kernel has no message for.
/// </summary>
internal static class EditorServices
{
    private static readonly HashSet<string> Exports =
    [
        "ExportAttribute", "ExportLanguageServiceAttribute", "ExportLanguageServiceFactoryAttribute", "ExportWorkspaceServiceAttribute",
        "ExportWorkspaceServiceFactoryAttribute", "ExportCompletionProviderAttribute", "ExportQuickInfoProviderAttribute",
    ];

    /// <summary>Have nothing to offer in a cell (<c>#:package</c>, crefs), or offer what the user didn't ask for: names for new variables, types whose namespace isn't imported, casts, snippets.</summary>
    private static readonly HashSet<string> Unwanted =
    [
        "CrefCompletionProvider", "CSharpDiagnosticAnalyzerQuickInfoProvider", "CSharpSnippetCompletionProvider", "CSharpSuggestionModeCompletionProvider",
        "DeclarationNameCompletionProvider", "ExtensionMemberImportCompletionProvider", "ExternAliasCompletionProvider",
        "FunctionPointerUnmanagedCallingConventionCompletionProvider", "IncludeAppDirectiveCompletionProvider", "InternalsVisibleToCompletionProvider",
        "LoadDirectiveCompletionProvider", "PackageAppDirectiveCompletionProvider", "PartialMethodCompletionProvider", "PartialTypeCompletionProvider",
        "ProjectAppDirectiveCompletionProvider", "PropertyAppDirectiveCompletionProvider", "RefAppDirectiveCompletionProvider", "ReferenceDirectiveCompletionProvider",
        "SdkAppDirectiveCompletionProvider", "SnippetCompletionProvider", "TypeImportCompletionProvider", "UnnamedSymbolCompletionProvider", "XmlDocCommentCompletionProvider",
    ];

    private static readonly Lazy<HostServices> Composed = new(() => MefHostServices.Create(
        new ContainerConfiguration().WithParts(Assemblies().SelectMany(Parts)).CreateContainer()));

    /// <summary>For all sessions of the process; composed when it is first asked for.</summary>
    public static HostServices Host => Composed.Value;

    private static Assembly[] Assemblies() =>
    [
        typeof(Workspace).Assembly, Assembly.Load("Microsoft.CodeAnalysis.CSharp.Workspaces"),
        typeof(CompletionService).Assembly, Assembly.Load("Microsoft.CodeAnalysis.CSharp.Features"),
    ];

    /// <summary>Found in the metadata: asking reflection for the attributes of 10,000 types is what takes long.</summary>
    private static List<Type> Parts(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var parts = new List<Type>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (!type.Attributes.HasFlag(TypeAttributes.Abstract) && IsPart(metadata, type) && !Unwanted.Contains(metadata.GetString(type.Name)))
                parts.Add(assembly.GetType(FullName(metadata, type), throwOnError: true)!);
        }

        return parts;
    }

    private static bool IsPart(MetadataReader metadata, TypeDefinition type)
    {
        foreach (var attribute in type.GetCustomAttributes())
        {
            var name = metadata.GetCustomAttribute(attribute).Constructor switch
            {
                { Kind: HandleKind.MemberReference } member when metadata.GetMemberReference((MemberReferenceHandle)member).Parent is { Kind: HandleKind.TypeReference } of =>
                    metadata.GetTypeReference((TypeReferenceHandle)of).Name,
                { Kind: HandleKind.MethodDefinition } method =>
                    metadata.GetTypeDefinition(metadata.GetMethodDefinition((MethodDefinitionHandle)method).GetDeclaringType()).Name,
                _ => default,
            };
            if (!name.IsNil && metadata.StringComparer.StartsWith(name, "Export") && Exports.Contains(metadata.GetString(name)))
                return true;
        }

        return false;
    }

    private static string FullName(MetadataReader metadata, TypeDefinition type) => type.GetDeclaringType() is { IsNil: false } outer
        ? $"{FullName(metadata, metadata.GetTypeDefinition(outer))}+{metadata.GetString(type.Name)}"
        : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
}
