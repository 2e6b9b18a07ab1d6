Console.WriteLine("workbook");
