# Where the tests work: copies of the repository's parts, so that nothing of the repository itself is touched.

$Repository = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$World = $env:WORKBOOK_TEST_WORLD
# The program of this build, unless a test wants one of its own.
$env:WORKBOOK_PROGRAM = $env:WORKBOOK_TEST_PROGRAM

# The scripts with the lake of a very small run.
function New-World([string]$Folder) {
    [void](New-Item -ItemType Directory -Force (Join-Path $Folder 'lib'))
    foreach ($part in @('scripts', 'notebooks')) { Copy-Item (Join-Path $Repository $part) $Folder -Recurse }
    foreach ($part in @('dbt', 'acme')) { Copy-Item (Join-Path $Repository "lib/$part") (Join-Path $Folder 'lib') -Recurse }
    # What tells a notebook that this is its project.
    Set-Content (Join-Path $Folder 'Workbook.sln') ''
    Import-Module (Join-Path $Folder 'scripts/Workbook')
    $global:WorldRun = Invoke-Pipeline -Scale 0.001
    Remove-Module Workbook
}

# A world of a test's own, with files' times as they were: they tell what is loaded already.
function Copy-World([string]$Folder) {
    [void](New-Item -ItemType Directory -Force $Folder)
    Get-ChildItem $World | Copy-Item -Destination $Folder -Recurse
    foreach ($file in Get-ChildItem (Join-Path $World 'data_raw') -Recurse -File) {
        [IO.File]::SetLastWriteTimeUtc((Join-Path $Folder ([IO.Path]::GetRelativePath($World, $file.FullName))), $file.LastWriteTimeUtc)
    }
    $Folder
}

# Runs code in a session of its own, from a folder with scripts: what is imported there is gone with the folder.
function Invoke-Fresh([string]$Folder, [string]$Code, [string]$Before = '') {
    $shell = [powershell]::Create()
    try {
        [void]$shell.AddScript("Set-Location '$Folder'; Import-Module ./scripts/Workbook; $Before").Invoke()
        $shell.Commands.Clear()
        $given = @($shell.AddScript($Code).Invoke())
        [pscustomobject]@{
            Given = $given; Error = @($shell.Streams.Error); Warning = @($shell.Streams.Warning); Progress = @($shell.Streams.Progress); Information = @($shell.Streams.Information)
            ExitCode = $shell.Runspace.SessionStateProxy.GetVariable('LASTEXITCODE')
        }
    }
    finally { $shell.Dispose() }
}

# The scripts with a program that is built in seconds: it says what it is asked, and a word of its source.
function New-TinyRepository([string]$Folder) {
    $project = Join-Path $Folder 'lib/Workbook.Cli'
    [void](New-Item -ItemType Directory -Force $project)
    Copy-Item (Join-Path $Repository 'scripts') $Folder -Recurse
    Set-Content (Join-Path $Folder 'Directory.Build.props') '<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>'
    Set-Content (Join-Path $project 'Workbook.Cli.csproj') '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup></Project>'
    Set-TinyProgram $Folder 'first'
    $Folder
}

function Set-TinyProgram([string]$Folder, [string]$Word) {
    Set-Content (Join-Path $Folder 'lib/Workbook.Cli/Program.cs') @"
var line = string.Join(' ', args).Replace("--events ", "");
System.Console.WriteLine(line.StartsWith("doctor") ? "[{\"subject\":\"Word\",\"verdict\":\"ok\",\"message\":\"$Word\",\"fix\":null}]"
    : line == "kernel install" ? "Installed kernel.json" : "$Word " + line);
"@
}

# A solution with one test, for what runs tests.
function New-TinyTest([string]$Folder) {
    $project = Join-Path $Folder 'tests/Tiny.Tests'
    [void](New-Item -ItemType Directory -Force $project)
    Copy-Item (Join-Path $Repository 'Directory.Packages.props') $Folder
    Set-Content (Join-Path $project 'Tiny.Tests.csproj') @'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.NET.Test.Sdk" />
    <PackageReference Include="xunit.runner.visualstudio" />
    <PackageReference Include="xunit.v3.mtp-off" />
  </ItemGroup>
</Project>
'@
    Set-Content (Join-Path $project 'Works.cs') 'namespace Charts; public class Tiny { [Xunit.Fact] public void Works() { } }'
    Set-Content (Join-Path $Folder 'Workbook.sln') @'
Microsoft Visual Studio Solution File, Format Version 12.00
Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Tiny.Tests", "tests\Tiny.Tests\Tiny.Tests.csproj", "{5B0F2A6E-54B0-4A52-9B49-4B5D8F1F8A11}"
EndProject
Global
	GlobalSection(SolutionConfigurationPlatforms) = preSolution
		Debug|Any CPU = Debug|Any CPU
	EndGlobalSection
	GlobalSection(ProjectConfigurationPlatforms) = postSolution
		{5B0F2A6E-54B0-4A52-9B49-4B5D8F1F8A11}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
		{5B0F2A6E-54B0-4A52-9B49-4B5D8F1F8A11}.Debug|Any CPU.Build.0 = Debug|Any CPU
	EndGlobalSection
EndGlobal
'@
}
