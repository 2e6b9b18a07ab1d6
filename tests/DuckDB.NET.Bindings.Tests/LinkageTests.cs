using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace DuckDB.NET.Bindings.Tests;

/// <summary>Whatever DuckDB.NET.Data was compiled against is here, and whatever is declared here is in the library.</summary>
public sealed class LinkageTests : IDisposable
{
    private readonly PEReader _dataFile = Open(typeof(DuckDBConnection).Assembly);
    private readonly PEReader _bindingsFile = Open(typeof(NativeMethods).Assembly);
    private readonly SignatureText _text = new();

    private MetadataReader Data => _dataFile.GetMetadataReader();

    private MetadataReader Bindings => _bindingsFile.GetMetadataReader();

    public void Dispose()
    {
        _dataFile.Dispose();
        _bindingsFile.Dispose();
    }

    [Fact]
    public void The_provider_names_exactly_our_assembly()
    {
        var named = Data.AssemblyReferences.Select(Data.GetAssemblyReference)
            .Single(reference => Data.GetString(reference.Name) == "DuckDB.NET.Bindings").GetAssemblyName();

        Assert.Equal(named.FullName, typeof(NativeMethods).Assembly.GetName().FullName);
    }

    [Fact]
    public void Every_type_that_the_provider_refers_to_is_public_here()
    {
        var referred = ReferredTypes().Select(handle => SignatureText.NameOf(Data, handle)).ToList();

        Assert.True(referred.Count > 50, $"only {referred.Count} references found");
        Assert.Empty(referred.Except(PublicTypes().Select(handle => SignatureText.NameOf(Bindings, handle))));
    }

    [Fact]
    public void Every_member_that_the_provider_refers_to_is_public_here_with_the_same_signature()
    {
        var referred = ReferredMembers();
        var offered = OfferedMembers();

        Assert.True(referred.Count > 200, $"only {referred.Count} references found");
        Assert.Empty(referred.Except(offered));
    }

    [Fact]
    public void Types_of_ours_in_the_providers_generic_calls_are_values_and_classes_as_there()
    {
        var offered = PublicTypes().ToDictionary(
            handle => SignatureText.NameOf(Bindings, handle),
            handle => IsValueType(handle) ? "valuetype" : "class");

        var arguments = MethodSpecificationArguments().ToList();

        Assert.NotEmpty(arguments);
        Assert.All(arguments, argument =>
        {
            var parts = argument.Split(' ');
            Assert.Equal(offered[parts[1]], parts[0]);
        });
    }

    [Fact]
    public void Every_function_declared_here_is_exported_by_the_native_library()
    {
        var names = Bindings.MethodDefinitions.Select(Bindings.GetMethodDefinition)
            .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
            .Select(method => Bindings.GetString(method.GetImport().Name)).Distinct().ToList();
        var library = NativeLibrary.Load("duckdb", typeof(NativeMethods).Assembly, null);

        Assert.True(names.Count > 180, $"only {names.Count} imports found");
        Assert.All(names, name => Assert.True(NativeLibrary.TryGetExport(library, name, out _), name));
    }

    private static PEReader Open(Assembly assembly) => new(File.OpenRead(assembly.Location));

    private IEnumerable<TypeReferenceHandle> ReferredTypes() => Data.TypeReferences.Where(IsOurs);

    private bool IsOurs(TypeReferenceHandle handle) => Data.GetTypeReference(handle).ResolutionScope switch
    {
        { Kind: HandleKind.TypeReference } outer => IsOurs((TypeReferenceHandle)outer),
        { Kind: HandleKind.AssemblyReference } assembly =>
            Data.GetString(Data.GetAssemblyReference((AssemblyReferenceHandle)assembly).Name) == "DuckDB.NET.Bindings",
        _ => false,
    };

    // Handles inherit Dispose, Close and so on from SafeHandle: those references name SafeHandle and aren't ours to offer.
    private HashSet<string> ReferredMembers() => Data.MemberReferences.Select(Data.GetMemberReference)
        .Where(member => member.Parent.Kind == HandleKind.TypeReference && IsOurs((TypeReferenceHandle)member.Parent))
        .Select(member =>
        {
            var name = $"{SignatureText.NameOf(Data, (TypeReferenceHandle)member.Parent)}::{Data.GetString(member.Name)}";
            return member.GetKind() == MemberReferenceKind.Field
                ? $"{member.DecodeFieldSignature(_text, null)} {name}"
                : SignatureText.Of(name, member.DecodeMethodSignature(_text, null));
        }).ToHashSet();

    private HashSet<string> OfferedMembers()
    {
        var members = new HashSet<string>();
        foreach (var handle in PublicTypes())
        {
            var type = Bindings.GetTypeDefinition(handle);
            var owner = SignatureText.NameOf(Bindings, handle);
            foreach (var method in type.GetMethods().Select(Bindings.GetMethodDefinition))
                if ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
                    members.Add(SignatureText.Of($"{owner}::{Bindings.GetString(method.Name)}", method.DecodeSignature(_text, null)));
            foreach (var field in type.GetFields().Select(Bindings.GetFieldDefinition))
                if ((field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public)
                    members.Add($"{field.DecodeSignature(_text, null)} {owner}::{Bindings.GetString(field.Name)}");
        }

        return members;
    }

    private IEnumerable<TypeDefinitionHandle> PublicTypes() => Bindings.TypeDefinitions.Where(handle =>
        (Bindings.GetTypeDefinition(handle).Attributes & TypeAttributes.VisibilityMask)
        is TypeAttributes.Public or TypeAttributes.NestedPublic);

    private bool IsValueType(TypeDefinitionHandle handle) =>
        Bindings.GetTypeDefinition(handle).BaseType is { Kind: HandleKind.TypeReference } parent
        && SignatureText.NameOf(Bindings, (TypeReferenceHandle)parent) is "System.ValueType" or "System.Enum";

    private IEnumerable<string> MethodSpecificationArguments() =>
        Enumerable.Range(1, Data.GetTableRowCount(TableIndex.MethodSpec))
            .Select(row => Data.GetMethodSpecification(
                MetadataTokens.MethodSpecificationHandle(row)))
            .SelectMany(method => method.DecodeSignature(_text, null))
            .Where(argument => !argument.Contains('<') && argument.Contains(" DuckDB.NET.Native."))
            .Distinct();
}
