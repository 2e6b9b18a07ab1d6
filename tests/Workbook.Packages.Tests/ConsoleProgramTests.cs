using System.Text.RegularExpressions;

namespace Workbook.Packages.Tests;

/// <summary>A program that has nothing of ours but a reference to a package.</summary>
public sealed partial class ConsoleProgramTests(PackedFolder packed)
{
    [Fact]
    public void A_program_that_references_a_package_runs_its_readmes_example()
    {
        packed.SkipUnlessPacked();
        var folder = packed.EmptyFolder("console");
        File.WriteAllText(Path.Combine(folder, "console.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Workbook.Retail" Version="{PackedFolder.Version}" />
              </ItemGroup>
            </Project>
            """);
        var example = Example().Match(File.ReadAllText(Path.Combine(SourceCopy.Repository, "lib", "Package.md"))).Groups[1].Value;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), example + "Console.WriteLine(File.Exists(Path.Combine(RetailProject.Find(\".\").ModelsFolder, \"dbt_project.yml\")));\n");

        // Links instead of copies of DuckDB's library for five platforms.
        var output = Dotnet.Run(folder, packed.OutsideEnvironment, "run", "-p:CreateHardLinksForCopyLocalIfPossible=true").Succeeded().Out;
        Assert.Matches(@"^[1-9]\d+\r?\nTrue\r?\n$", output);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
