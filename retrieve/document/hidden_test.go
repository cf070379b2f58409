package document

import (
	"strings"
	"testing"
)

// TestHiddenText: nothing a reader does not see is in the text, whether the page
// is HTML or HTML inside Markdown.
func TestHiddenText(t *testing.T) {
	const seen, secret = "渡轮每天七点开。", "SECRET"
	inBoth := map[string]string{
		"comment":        "<!-- SECRET -->",
		"comment lines":  "<!--\n\nSECRET\n\n-->",
		"display":        `<div style="display:none">SECRET</div>`,
		"display nested": `<div style="display: none !important"><div>a</div>SECRET</div>`,
		"display case":   `<P STYLE="DISPLAY : NONE">SECRET</P>`,
		"css comment":    `<p style="display:/**/none">SECRET</p>`,
		"visibility":     `<span style="visibility:hidden">SECRET</span>`,
		"opacity":        `<span style="color:red;opacity:0">SECRET</span>`,
		"opacity dot":    `<span style="opacity:.0">SECRET</span>`,
		"font size":      `<span style="font-size:0px">SECRET</span>`,
		"tiny font":      `<span style="font-size:1px">SECRET</span>`,
		"off screen":     `<div style="position:absolute;left:-9999px">SECRET</div>`,
		"indent":         `<div style="text-indent:-9999px">SECRET</div>`,
		"clipped":        `<div style="height:0;overflow:hidden">SECRET</div>`,
		"clip path":      `<div style="clip-path:inset(50%)">SECRET</div>`,
		"transparent":    `<span style="color:transparent">SECRET</span>`,
		"scale":          `<div style="transform:scale(0)">SECRET</div>`,
		"hidden":         `<p hidden>SECRET</p>`,
		"hidden value":   `<div hidden="until-found">SECRET</div>`,
		"aria":           `<div aria-hidden="true">SECRET</div>`,
		"script":         `<script>SECRET</script>`,
		"script in tag":  `<script>"</div>SECRET"</script>`,
		"style":          `<style>p::after{content:"SECRET"}</style>`,
		"template":       `<template><p>SECRET</p></template>`,
		"noscript":       `<noscript>SECRET</noscript>`,
		"svg":            `<svg><text>SECRET</text></svg>`,
		"textarea":       `<textarea>SECRET</textarea>`,
		"select":         `<select><option>SECRET</option></select>`,
		"iframe":         `<iframe srcdoc="SECRET">SECRET</iframe>`,
		"object":         `<object>SECRET</object>`,
		"alt":            `<img src="a.png" alt="SECRET" title="SECRET">`,
		"title":          `<p title="SECRET" data-x="SECRET">a</p>`,
		"meta":           `<meta name="description" content="SECRET">`,
		"video":          `<video>SECRET</video>`,
		"button":         `<button>SECRET</button>`,
		"form":           `<form><label>SECRET</label></form>`,
		"never closed":   `<div style="display:none">SECRET`,
	}
	for name, piece := range inBoth {
		for rel, text := range map[string]string{
			"a.html":    "<html><body><p>" + seen + "</p>" + piece + "</body></html>",
			"a.md":      seen + "\n\n" + piece + "\n",
			"inline.md": seen + piece + "\n",
			"a.txt":     seen + "\n" + piece + "\n",
		} {
			d := parseOne(t, rel, text)
			if strings.Contains(d.Text+d.Title+d.Publisher, secret) || !strings.Contains(d.Text, seen) {
				t.Errorf("%s in %s: %q (title %q)", name, rel, d.Text, d.Title)
			}
		}
	}
}

func TestHiddenByStyleSheet(t *testing.T) {
	d := parseOne(t, "a.html", `<html><head><style>/* x */ .off, #gone { color:red; display:none } p.mini{font-size:0} .ok .deep{display:none} @media print{.paper{display:none}}</style></head>
<body><p>看得见。</p><p class="a off">SECRET</p><p id="gone">SECRET</p><p class="mini">SECRET</p><p class="deep">也看得见。</p></body></html>`)
	if d.Text != "看得见。\n也看得见。" {
		t.Errorf("got %q", d.Text)
	}
	if removedCount(d, "hidden text") != 3 {
		t.Errorf("removed %+v", d.Removed)
	}
}

func TestVisibleStyles(t *testing.T) {
	for _, style := range []string{
		"display:block", "opacity:1", "opacity:0.6", "font-size:14px", "font-size:0.9em", "left:-5px", "color:rgba(0,0,0,1)",
		"overflow:hidden;width:100%", "margin:0 auto", "visibility:visible", "transform:scale(0.9)", "height:1em;overflow:hidden",
	} {
		d := parseOne(t, "a.html", `<p style="`+style+`">看得见。</p>`)
		if d.Text != "看得见。" {
			t.Errorf("%s: got %q", style, d.Text)
		}
	}
}

func TestEntitiesCannotBringBackControls(t *testing.T) {
	for _, rel := range []string{"a.html", "a.md"} {
		d := parseOne(t, rel, "<p>渡&#8203;轮&#x202e;七&#27;[31m点&#xE0041;开。</p>")
		if d.Text != "渡轮七点开。" {
			t.Errorf("%s: got %q", rel, d.Text)
		}
	}
}

func TestCodeIsNotHidden(t *testing.T) {
	d := parseOne(t, "a.md", "写 `<!-- 注释 -->` 即可。\n\n```html\n<p hidden>例</p>\n```\n")
	if want := "写 <!-- 注释 --> 即可。\n<p hidden>例</p>"; d.Text != want {
		t.Errorf("got %q, want %q", d.Text, want)
	}
}

// TestFurniture: what a page calls a menu or a trail is not read, unless it holds sentences.
func TestFurniture(t *testing.T) {
	d := parseOne(t, "a.html", `<body><ul class="top-menu"><li>足球</li><li>彩票</li></ul><div class="crumb">首页 / 出行</div>
<h1>复航</h1><p class="byline">某报</p><p>渡轮复航，票价不变。</p><div id="related">铁路队续约</div>
<div class="more">渡轮公司说，今年不会再停航。</div><div class="menuet">小步舞曲</div></body>`)
	for _, gone := range []string{"彩票", "出行", "续约"} {
		if strings.Contains(d.Text, gone) {
			t.Errorf("%q was read:\n%s", gone, d.Text)
		}
	}
	for _, kept := range []string{"票价不变", "不会再停航", "小步舞曲"} {
		if !strings.Contains(d.Text, kept) {
			t.Errorf("%q was not read:\n%s", kept, d.Text)
		}
	}
}
