package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"
)

// writeTables writes all that was measured, as Markdown.
func writeTables(w io.Writer, o options, chosen []scenario, results []measured) {
	fmt.Fprintf(w, "%s, %d rounds, %d events at full speed, %d s at a pace, seed %d. Medians (lowest–highest).\n", machine(), o.rounds, o.events, o.seconds, o.seed)
	for i, s := range chosen {
		fmt.Fprintf(w, "\n### %s: %s\n\n", s.name, s.title)
		writeTable(w, s.columns, results[i])
		for _, t := range s.targets {
			if text, _ := results[i].judge(t); text != "" {
				fmt.Fprintf(w, "- %s\n", text)
			}
		}
	}
}

// writeTable writes one table with aligned columns.
func writeTable(w io.Writer, columns []metric, r measured) {
	head, line := []string{""}, []string{"---"}
	for _, m := range columns {
		head, line = append(head, m.head()), append(line, "--:")
	}
	rows := [][]string{head, line}
	for i, c := range r.contestants {
		row := []string{c.label()}
		if c.library == "accord" {
			row[0] = "**" + row[0] + "**"
		}
		for _, m := range columns {
			row = append(row, m.cell(spreadOf(r.numbers(i, m))))
		}
		rows = append(rows, row)
	}
	widths := make([]int, len(head))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		for i, cell := range row {
			fmt.Fprintf(w, "| %s%s ", cell, strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
		}
		fmt.Fprintln(w, "|")
	}
	fmt.Fprintln(w)
}

// machine says what it was measured on, as far as it can be found out.
func machine() string {
	text := fmt.Sprintf("%s, %s %s/%s, %d processors", time.Now().UTC().Format("2006-01-02"), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range bytes.Lines(b) {
			if name, model, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(name) == "model name" {
				text += " (" + strings.TrimSpace(model) + ")"
				break
			}
		}
	}
	if b, err := os.ReadFile("/proc/loadavg"); err == nil {
		if fields := strings.Fields(string(b)); len(fields) > 0 {
			text += ", load " + fields[0]
		}
	}
	if b, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output(); err == nil {
		text += ", commit " + strings.TrimSpace(string(b))
	}
	return text
}
