using System.Reflection;

namespace Workbook.Notebooks.Engine;

/// <summary>
/// What another library, such as a course, brings into a notebook's cells, whichever engine runs them. The engine knows no
/// more of it.
/// </summary>
public interface ICellLibrary
{
    /// <summary>Whose public types cells may name.</summary>
    IReadOnlyList<Assembly> Assemblies { get; }

    /// <summary>For which no cell needs a <c>using</c>.</summary>
    IReadOnlyList<string> Namespaces { get; }

    /// <summary>Static classes whose members are called by their bare names.</summary>
    IReadOnlyList<Type> Functions { get; }

    /// <summary>What an editor offers within a string, by the <see cref="System.Diagnostics.CodeAnalysis.StringSyntaxAttribute"/> of its parameter.</summary>
    /// <returns>Null for a syntax that isn't this library's.</returns>
    IEnumerable<string>? Arguments(string syntax);
}
