using System.Reflection;
using Workbook.Course;
using Workbook.Notebooks.Engine.CSharp;

namespace Workbook.Notebooks.Tests.Engine;

/// <summary>Which assemblies the compiler reads for a cell.</summary>
public sealed class ReferenceTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public void What_the_compiler_needn_t_read_is_shown_nowhere()
    {
        var seen = new HashSet<Assembly>();
        var shown = new HashSet<string>();
        Visit(typeof(CourseCells).Assembly);
        Assert.Contains("Workbook.Operations", seen.Select(assembly => assembly.GetName().Name));
        Assert.Contains("DuckDB.NET.Data", shown);
        Assert.DoesNotContain(shown, name => ScriptReferences.Inside.Any(inside => name.StartsWith(inside, StringComparison.Ordinal)));

        void Visit(Assembly assembly)
        {
            if (!seen.Add(assembly))
                return;
            foreach (var type in assembly.ExportedTypes)
            {
                Show(type.BaseType);
                type.GetInterfaces().ToList().ForEach(Show);
                const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
                foreach (var field in type.GetFields(All).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
                    Show(field.FieldType);
                foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)).Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly))
                {
                    Show((method as MethodInfo)?.ReturnType);
                    method.GetParameters().ToList().ForEach(parameter => Show(parameter.ParameterType));
                }
            }

            foreach (var name in assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("Workbook", StringComparison.Ordinal)))
                Visit(Assembly.Load(name));
        }

        void Show(Type? type)
        {
            if (type is null || type.IsGenericParameter)
                return;
            shown.Add(type.Assembly.GetName().Name!);
            Show(type.GetElementType());
            type.GetGenericArguments().ToList().ForEach(Show);
        }
    }

    [Fact]
    public void A_cell_that_wants_what_we_use_inside_names_it()
    {
        Assert.Equal("a", _notebook.Value("#r \"DocumentFormat.OpenXml\"\nnew DocumentFormat.OpenXml.Spreadsheet.CellValue(\"a\").Text"));
        Assert.Equal("1", _notebook.Value("#r \"Microsoft.CodeAnalysis.CSharp\"\nMicrosoft.CodeAnalysis.CSharp.SyntaxFactory.ParseExpression(\"1\").ToString()"));
    }
}
