using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Workbook.Course;

namespace Workbook.Interactive.Tests;

/// <summary>.NET Interactive's process has a compiler of an older version than ours: what the extension runs must not ask for one.</summary>
public sealed class CompilerFreeTests(LoadedNotebook notebook) : IClassFixture<LoadedNotebook>
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    [Fact]
    public void No_type_that_the_extension_reaches_names_one_of_the_compiler()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Workbook.Interactive.dll")));
        var extension = file.GetMetadataReader();
        Assert.DoesNotContain(extension.AssemblyReferences.Select(reference => extension.GetString(extension.GetAssemblyReference(reference).Name)), name => name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));

        var reached = new HashSet<Type>();
        var waiting = new Queue<(Type Type, string Path)>(OwnTypesOf(extension).Append(typeof(CourseCells)).Select(type => (type, type.Name)));
        while (waiting.TryDequeue(out var next))
        {
            if (!reached.Add(next.Type))
                continue;
            foreach (var named in NamedBy(next.Type).Distinct())
            {
                Assert.False(named.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) ?? false, $"{next.Path} names {named}");
                if (named.Assembly.GetName().Name!.StartsWith("Workbook", StringComparison.Ordinal))
                    waiting.Enqueue((named, $"{next.Path} → {named.Name}"));
            }
        }

        Assert.Contains(typeof(LearningCatalog), reached);
    }

    [Fact]
    public void The_process_has_but_its_own_compiler_after_all_kinds_of_cells()
    {
        notebook.Run("#!sql --name rows\nSELECT 1 AS n");
        notebook.Run("Chart.Bar([\"a\"], [1])");
        notebook.Run("foreach (var task in Workbook.Course.LearningCatalog.All) Check(task.Id);");
        var versions = notebook.Value("string.Join(' ', AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName()).Where(name => name.Name.StartsWith(\"Microsoft.CodeAnalysis.CSharp\")).Select(name => name.Version).Distinct())");
        Assert.Equal("5.0.0.0", versions);
    }

    /// <summary>Those of our other assemblies that it names itself.</summary>
    private static IEnumerable<Type> OwnTypesOf(MetadataReader extension) =>
        from type in extension.TypeReferences.Select(extension.GetTypeReference)
        where type.ResolutionScope.Kind == HandleKind.AssemblyReference
        let assembly = extension.GetString(extension.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
        where assembly.StartsWith("Workbook", StringComparison.Ordinal)
        select Assembly.Load(assembly).GetType($"{extension.GetString(type.Namespace)}.{extension.GetString(type.Name)}", throwOnError: true)!;

    private static IEnumerable<Type> NamedBy(Type type) =>
        new[] { type.BaseType }.Concat(type.GetInterfaces()).Concat(type.GetNestedTypes(All))
            .Concat(type.GetFields(All).Select(field => field.FieldType))
            .Concat(type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).SelectMany(NamedBy))
            .OfType<Type>().SelectMany(Parts);

    private static IEnumerable<Type?> NamedBy(MethodBase method)
    {
        IEnumerable<Type?> signature = [.. method.GetParameters().Select(parameter => parameter.ParameterType), (method as MethodInfo)?.ReturnType];
        return method.GetMethodBody() is not { } body ? signature : [.. signature, .. body.LocalVariables.Select(local => local.LocalType), .. InCode(method, body.GetILAsByteArray()!)];
    }

    /// <summary>Types and owners of members that the instructions name.</summary>
    private static IEnumerable<Type?> InCode(MethodBase method, byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var operation = Codes[code[at] == 0xFE ? unchecked((short)(0xFE00 | code[++at])) : code[at]];
            at++;
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), method.DeclaringType?.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null);
                yield return member as Type ?? member?.DeclaringType;
                yield return member switch { FieldInfo field => field.FieldType, MethodInfo called => called.ReturnType, _ => null };
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
