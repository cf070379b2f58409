package page_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeys walks through questions, marks and sources by keyboard.
func TestKeys(t *testing.T) {
	b := open(t, answering(t).URL, desktop)
	if got := b.focus(); got != "question" {
		t.Fatalf("focus begins at %s", got)
	}
	b.ask("渡口是哪年建的？")
	b.keys("/")
	if got := eval[string](b, `document.getElementById("question").value`); got != "/" {
		t.Errorf("a slash in the box became %q", got)
	}
	b.keys(kb.Backspace)
	eval[bool](b, `document.activeElement.blur(), true`)
	one, two := "来源 1：潮汐镇渡口概况", "来源 2：潮汐镇渡口概况"
	steps := []struct{ key, focus string }{
		{"/", "question"},
		{"", "page-wide"},
		{"j", one},
		{"j", two},
		{kb.ArrowRight, one},
		{"j", two},
		{"j", two},
		{"k", one},
		{kb.ArrowLeft, two},
		{"k", one},
		{"k", one},
		{"\r", "panel"},
	}
	for i, s := range steps {
		if s.key == "" {
			eval[bool](b, `document.activeElement.blur(), true`)
			continue
		}
		b.keys(s.key)
		if got := b.focus(); got != s.focus {
			t.Fatalf("step %d: %q leads to %s, want %s", i, s.key, got, s.focus)
		}
	}
	b.wait(`document.querySelector("#quote")?.textContent.startsWith("渡口建于")`)
	b.keys("j")
	b.wait(`document.querySelector("#quote")?.textContent.startsWith("二〇二四年")`)
	if got := b.text(".position"); got != "来源 2 / 2" {
		t.Errorf("position %q", got)
	}
	if got := b.text("#panel .facts"); got != "未注明日期社交传闻引文已按原文改正" {
		t.Errorf("facts %q", got)
	}
	b.keys("\x1b")
	if got := b.focus(); got != two || eval[bool](b, `!document.getElementById("panel").hidden`) {
		t.Errorf("after Escape the focus is at %s", got)
	}
}

// TestTab: everything that can be clicked can be reached by Tab, in the order it is read,
// and shows that it has the focus.
func TestTab(t *testing.T) {
	b := open(t, answering(t).URL, desktop)
	b.ask("渡口是哪年建的？")
	b.click(".mark")
	b.wait(`document.querySelector("#quote")`)
	eval[bool](b, `document.activeElement.blur(), window.getSelection().removeAllRanges(), true`)
	b.run(focusStart())
	seen := map[string]bool{}
	var order []string
	for range 40 {
		b.keys(kb.Tab)
		name := eval[string](b, `(e => e === document.body ? "" : e.ariaLabel || e.textContent || e.id)(document.activeElement)`)
		if name == "" || seen[name] && name == order[0] {
			break
		}
		if plain := eval[bool](b, `(e => { const s = getComputedStyle(e), box = getComputedStyle(e.closest(".box") ?? e); return s.outlineStyle === "none" && box.boxShadow === "none" })(document.activeElement)`); plain {
			t.Errorf("no sign of the focus on %s", name)
		}
		seen[name], order = true, append(order, name)
	}
	var missing []string
	for _, name := range eval[[]string](b, `[...document.querySelectorAll("button, a, textarea, summary")].filter((e) => e.checkVisibility() && !e.disabled && !e.closest("dialog")).map((e) => e.ariaLabel || e.textContent || e.id)`) {
		if !seen[name] {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 || len(order) < 8 {
		t.Errorf("not reached: %q, reached %q", missing, order)
	}
	if i, j := slices.Index(order, "新对话"), slices.Index(order, "关闭"); i < 0 || j < i {
		t.Errorf("order %q", order)
	}
}

// TestSheet: on a phone a source is a sheet over the page, which is out of reach behind it.
func TestSheet(t *testing.T) {
	b := open(t, answering(t).URL, look{width: 390, height: 844})
	b.ask("渡口是哪年建的？")
	b.click(".mark")
	b.wait(`document.querySelector("#quote")`)
	b.shot("phone-sheet")
	if got := eval[string](b, `(p => p.getAttribute("role") + p.getAttribute("aria-modal") + document.getElementById("page").inert)(document.getElementById("panel"))`); got != "dialogtruetrue" {
		t.Errorf("sheet is %s", got)
	}
	b.keys("j")
	b.wait(`document.querySelector("#quote")?.textContent.startsWith("二〇二四年")`)
	if got := b.focus(); got != "panel" {
		t.Errorf("focus at %s", got)
	}
	b.click(`#panel [aria-label="上一条来源"]`)
	b.wait(`document.querySelector("#quote")?.textContent.startsWith("渡口建于")`)
	b.click("#panel .close")
	if got := b.focus(); got != "来源 1：潮汐镇渡口概况" {
		t.Errorf("focus back at %s", got)
	}
	b.wait("!history.state")
	b.click(".mark")
	b.wait(`document.querySelector("#quote")`)
	eval[bool](b, `history.back(), true`)
	b.wait(`document.getElementById("panel").hidden && document.querySelector(".turn")`)
	b.click(".mark")
	b.run(chromedp.MouseClickXY(195, 40)) // above the sheet
	if eval[bool](b, `!document.getElementById("panel").hidden || document.getElementById("page").inert`) {
		t.Error("the page stays out of reach")
	}
}

// TestLabels: what a screen reader is told.
func TestLabels(t *testing.T) {
	b := open(t, drawing(t).URL, desktop)
	b.ask("航线公司的经理是谁？")
	b.click(".mark")
	b.wait(`document.querySelector("#quote")`)
	unnamed := eval[[]string](b, `[...document.querySelectorAll("button, a, input, select, textarea, summary, aside, section.turns, form[role]")]
		.filter((e) => !(e.ariaLabel || e.getAttribute("aria-labelledby") || e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML)`)
	if len(unnamed) > 0 {
		t.Errorf("without a name: %q", unnamed)
	}
	if n := eval[int](b, `document.querySelectorAll("header, main, [role=search], aside[role=complementary][aria-label]").length`); n < 4 {
		t.Errorf("%d landmarks", n)
	}
	if twice := eval[[]string](b, `[...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i)`); len(twice) > 0 {
		t.Errorf("ids twice: %v", twice)
	}
	expanded := eval[[]string](b, `[...document.querySelectorAll(".mark")].map((m) => m.dataset.n + m.ariaExpanded)`)
	for _, e := range expanded {
		if strings.HasPrefix(e, "2") != strings.HasSuffix(e, "true") {
			t.Errorf("expanded: %v", expanded)
			break
		}
	}
	langs := eval[[]string](b, `[document.documentElement.lang, document.querySelector(".text p").lang, document.querySelector(".context").lang]`)
	if fmt.Sprint(langs) != "[zh-Hans zh-Hans zh-Hans]" {
		t.Errorf("lang %v", langs)
	}
}
