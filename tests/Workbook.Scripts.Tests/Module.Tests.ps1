# What can be said of the scripts by reading them: help, parameters, syntax, and the program's own words in them.
BeforeDiscovery {
    $scripts = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'scripts'
    $functions = @(Get-ChildItem (Join-Path $scripts 'Workbook/Public') | ForEach-Object BaseName)
    $doors = @(Get-ChildItem $scripts -Filter *.ps1 | ForEach-Object BaseName)
    $files = @(Get-ChildItem $scripts -Recurse -Include *.ps1, *.psm1, *.psd1, *.ps1xml | ForEach-Object { @{ file = $_.FullName; name = [IO.Path]::GetRelativePath($scripts, $_.FullName) } })
}
BeforeAll {
    . (Join-Path $PSScriptRoot 'World.ps1')
    $scripts = Join-Path $World 'scripts'
    Import-Module (Join-Path $scripts 'Workbook')
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters

    function Read-Ast([string]$File) {
        $tokens = $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseFile($File, [ref]$tokens, [ref]$errors)
        @{ Ast = $ast; Tokens = $tokens; Errors = $errors }
    }

    # What Windows PowerShell 5.1 has no notion of, though this one parses it.
    function Find-NewSyntax([string]$File) {
        $read = Read-Ast $File
        foreach ($token in $read.Tokens) {
            if ("$($token.Kind)" -in 'AndAnd', 'OrOr', 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'Clean') { "$($token.Extent.StartLineNumber): $($token.Text)" }
        }
        foreach ($node in $read.Ast.FindAll({ $true }, $true)) {
            $kind = $node.GetType().Name
            if ($kind -in 'TernaryExpressionAst', 'PipelineChainAst') { "$($node.Extent.StartLineNumber): $kind" }
            if ($kind -eq 'CommandParameterAst' -and $node.ParameterName -eq 'Parallel' -and $node.Parent.GetCommandName() -in 'ForEach-Object', 'foreach', '%') { "$($node.Extent.StartLineNumber): -Parallel" }
            if ($node -is [Management.Automation.Language.PipelineBaseAst] -and $node.Background) { "$($node.Extent.StartLineNumber): &" }
        }
    }

    # The program's words in a function: the command, and the options that are handed to it.
    function Find-Call([string]$File) {
        $strings = @((Read-Ast $File).Ast.FindAll({ $args[0] -is [Management.Automation.Language.StringConstantExpressionAst] -and $args[0].Parent -is [Management.Automation.Language.ArrayLiteralAst] -or
                    ($args[0] -is [Management.Automation.Language.StringConstantExpressionAst] -and $args[0].Parent -is [Management.Automation.Language.CommandExpressionAst]) }, $true) | ForEach-Object Value)
        $command = @()
        $calls = [ordered]@{}
        foreach ($text in $strings) {
            if ($text -cmatch '^--[a-z-]+$') { if ($command) { $calls[$command -join ' '] += @($text) } }
            elseif ($text -cin $words -and ($command.Count -eq 0 -or -not $calls.Contains($command -join ' '))) { $command += $text; if ($text -cin $single) { $calls[$command -join ' '] = @() } }
            elseif ($text -cin $words) { $command = @($text); if ($text -cin $single) { $calls[$text] = @() } }
        }
        $calls
    }
}

Describe 'A file' -ForEach $files {
    It 'is one that Windows PowerShell can read: <name>' {
        # Without a byte order mark it reads a file in the system's code page.
        [IO.File]::ReadAllText($file) | Should -Not -Match '[^\x00-\x7F]'
        if ($file -notlike '*.ps1xml') {
            (Read-Ast $file).Errors | Should -BeNullOrEmpty
            Find-NewSyntax $file | Should -BeNullOrEmpty
        }
    }
}

Describe 'The check for new syntax' {
    It 'notices <text>' -ForEach @(
        @{ text = '$a ? 1 : 2' }, @{ text = '$a ?? 1' }, @{ text = '$a ??= 1' }, @{ text = 'a && b' }, @{ text = 'a || b' }, @{ text = '1 | ForEach-Object -Parallel { $_ }' }
        @{ text = '${a}?.Length' }, @{ text = 'function f { process { 1 } clean { 2 } }' }, @{ text = 'Get-Date &' }
    ) {
        $file = Join-Path $TestDrive 'new.ps1'
        Set-Content $file $text
        Find-NewSyntax $file | Should -Not -BeNullOrEmpty
    }
    It 'lets what is old enough pass' {
        $file = Join-Path $TestDrive 'old.ps1'
        Set-Content $file 'if ($a -and ($b -or $c)) { 1..3 | ForEach-Object { $_ } }; Get-Help about_If -?; & { $clean = 1 }'
        Find-NewSyntax $file | Should -BeNullOrEmpty
    }
}

Describe 'The module' {
    It 'exports its public functions and no others' {
        $manifest = Test-ModuleManifest (Join-Path $scripts 'Workbook/Workbook.psd1')
        @($manifest.ExportedFunctions.Keys | Sort-Object) | Should -Be @(Get-ChildItem (Join-Path $scripts 'Workbook/Public') | ForEach-Object BaseName | Sort-Object)
        @((Get-Module Workbook).ExportedCommands.Keys | Sort-Object) | Should -Be @(@($manifest.ExportedFunctions.Keys) + 'workbook' | Sort-Object)
        $manifest.PowerShellVersion | Should -Be '5.1'
    }
    It 'shows each type of its objects in a view of its own' {
        $types = (Get-Command -Module Workbook -CommandType Function).OutputType.Name | Where-Object { $_ -like 'Workbook.*' } | Select-Object -Unique
        $types.Count | Should -BeGreaterThan 8
        foreach ($type in $types) { Get-FormatData -TypeName $type | Should -Not -BeNullOrEmpty -Because $type }
    }
}

Describe 'The function' -ForEach $functions {
    It 'says what it is for, with examples: <_>' {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeLike "*$_*"
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 1
        $verb = $_.Split('-')[0]
        $verb | Should -BeIn (Get-Verb).Verb
    }
    It 'describes each parameter, and what it gives: <_>' {
        $command = Get-Command $_
        foreach ($name in $command.Parameters.Keys | Where-Object { $_ -notin $common }) { (Get-Help $_ -Parameter $name).description.Text | Should -Not -BeNullOrEmpty -Because $name }
        if ($_ -ne 'Invoke-Workbook') { $command.OutputType | Should -Not -BeNullOrEmpty }
    }
}

Describe 'The script' -ForEach $doors {
    It 'is a thin door to the function of its name: <_>' {
        $script = Get-Command (Join-Path $scripts "$_.ps1")
        $function = Get-Command $_
        $script.OutputType.Name | Should -Be $function.OutputType.Name
        @($script.Parameters.Keys) | Should -Be @($function.Parameters.Keys)
        foreach ($name in $function.Parameters.Keys) {
            $here, $there = $script.Parameters[$name], $function.Parameters[$name]
            $here.ParameterType | Should -Be $there.ParameterType -Because $name
            @($here.Aliases) | Should -Be @($there.Aliases) -Because $name
            @($here.Attributes | ForEach-Object { $_ | Out-String }) | Should -Be @($there.Attributes | ForEach-Object { $_ | Out-String }) -Because $name
        }
        (Get-Content $script.Source).Count | Should -BeLessThan 130
    }
    It 'says the same: <_>' {
        $here, $there = (Get-Help (Join-Path $scripts "$_.ps1") -Full), (Get-Help $_ -Full)
        $here.Synopsis | Should -Be $there.Synopsis
        ($here.description | Out-String) | Should -Be ($there.description | Out-String)
        foreach ($parameter in $there.parameters.parameter) {
            (($here.parameters.parameter | Where-Object name -eq $parameter.name).description | Out-String) | Should -Be ($parameter.description | Out-String) -Because $parameter.name
        }
        @($here.examples.example.code) | Should -Be @($there.examples.example.code | ForEach-Object { $_ -creplace "(?<![\w/])$($here.Name | Split-Path -LeafBase)\b", "./scripts/$($here.Name | Split-Path -Leaf)" })
    }
}

Describe 'The words of the program in a function' {
    BeforeDiscovery {
        $calling = @($functions | Where-Object { $_ -notin 'Test-Workbook', 'Invoke-Workbook' })
    }
    BeforeAll {
        function Get-Word([string]$Line) { @(dotnet $env:WORKBOOK_PROGRAM complete $Line) }
        $first = Get-Word 'workbook ' | Where-Object { $_ -notlike '-*' }
        $groups = @('notebook', 'kernel')
        $single = @($first | Where-Object { $_ -notin $groups }) + @('install', 'run')
        $words = $first + $single
    }
    It 'are commands and options that it has: <_>' -ForEach $calling {
        $calls = Find-Call (Join-Path $scripts "Workbook/Public/$_.ps1")
        $calls.Keys | Should -Not -BeNullOrEmpty
        foreach ($call in $calls.Keys) {
            $options = Get-Word "workbook $call --"
            $options | Should -Not -BeNullOrEmpty -Because $call
            foreach ($option in $calls[$call]) { $option | Should -BeIn $options -Because "workbook $call" }
        }
    }
    It 'would be noticed if it had them not' {
        Get-Word 'workbook sql --' | Should -Contain '--lake'
        Get-Word 'workbook sql --' | Should -Not -Contain '--scale'
        Get-Word 'workbook sqll --' | Should -Not -Contain '--lake'
    }
}
