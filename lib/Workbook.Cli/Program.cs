using System.Text;
using Workbook.Cli;
using Workbook.Cli.Output;

// Windows consoles begin with a code page that has no box lines; a redirected stream gets UTF-8 without a mark.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var terminal = Terminal.OfThisProcess();
using var interrupts = Interrupts.OfThisProcess(terminal);
return CommandLine.Run(args, terminal, interrupts);
