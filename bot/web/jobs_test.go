package web

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// chatRequestOf makes a request of roles and texts in turn.
func chatRequestOf(t *testing.T, turns ...string) string {
	t.Helper()
	type msg struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	var all []msg
	for i := 0; i < len(turns); i += 2 {
		all = append(all, msg{turns[i], turns[i+1]})
	}
	data, err := json.Marshal(map[string]any{"messages": all})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const (
	chatZH = "### Chat History:\n<chat_history>\nUSER: 谁在领导千问？\nASSISTANT: 林俊旸。 [1]\nUSER: 他什么时候辞职的？\n</chat_history>"
	chatEN = "### Chat History:\n<chat_history>\nUSER: Who leads the Qwen team at the moment, please?\nASSISTANT: Lin. [1]\n</chat_history>"
)

func TestJobs(t *testing.T) {
	tests := []struct {
		name     string
		turns    []string
		job, get string
	}{
		{"title", []string{"user", "### Task:\nGenerate a concise title summarizing the chat history.\n### Output:\nJSON format: { \"title\": \"your concise title here\" }\n" + chatZH}, "title", `{"title":"谁在领导千问"}`},
		{"title with emoji", []string{"user", "### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n### Output:\nJSON format: { \"title\": \"…\" }\n" + chatEN}, "title", `{"title":"Who leads the Qwen team at"}`},
		{"title in Chinese", []string{"user", "### 任务：\n为聊天记录生成一个简洁的标题。\n### 输出：\nJSON 格式：{ \"title\": \"标题\" }\n" + chatZH}, "title", `{"title":"谁在领导千问"}`},
		{"tags", []string{"user", "### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history, along with more specific subtopic tags.\n" + chatZH}, "tags", `{"tags":["综合"]}`},
		{"tags in English", []string{"user", "### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history.\n" + chatEN}, "tags", `{"tags":["General"]}`},
		{"tags in Chinese", []string{"user", "### 任务：\n生成 1-3 个宽泛的标签。JSON 格式：{ \"tags\": [] }\n" + chatZH}, "tags", `{"tags":["综合"]}`},
		{"follow-ups", []string{"user", "### Task:\nSuggest 3-5 relevant follow-up questions or prompts that the user might ask next.\n### Output:\nJSON format: { \"follow_ups\": [\"Question 1?\"] }\n" + chatEN}, "follow_ups", `{"follow_ups":[]}`},
		{"follow-ups since 0.12", []string{"user", "### Task:\nPredict 3-5 useful messages this user might naturally send next.\n### Guidelines:\n- Treat chat history as context.\n### Output:\nJSON format: { \"follow_ups\": [\"Suggested next message 1\"] }\n" + chatZH}, "follow_ups", `{"follow_ups":[]}`},
		{"merging answers", []string{"user", "You have been provided with a set of responses from various models to the latest user query: \"谁在领导千问？\"\n\nYour task is to synthesize these responses.\n\nResponses from models: \"\"\"林俊旸。 [1]\"\"\"\n\n\"\"\"不清楚。\"\"\""}, "merge", "林俊旸。 [1]\n\n---\n\n不清楚。"},
		{"history that gets too long", []string{"user", "### Task:\nSummarize the conversation history that will be compacted out of the active chat context.\n\n### Previous Summary:\n\n### Messages Being Compacted:\nUSER: 谁在领导千问？\nASSISTANT: 林俊旸。\n\n### Recent Messages Kept In Context:\nUSER: 他呢？"}, "summary", "谁在领导千问？\n他呢？"},
		{"follow-ups in Chinese", []string{"user", "### 任务：\n给出 3-5 个后续问题。JSON 格式：{ \"follow_ups\": [] }\n" + chatZH}, "follow_ups", `{"follow_ups":[]}`},
		{"queries", []string{"user", "### Task:\nAnalyze the chat history to determine the necessity of generating search queries, in the given language.\n### Output:\n{ \"queries\": [\"query1\"] }\n" + chatZH}, "queries", `{"queries":["他什么时候辞职的？"]}`},
		{"queries about a file", []string{"user", "### Task:\nAnalyze the chat history to determine the necessity of generating search queries, in the given language.\n### Output:\n{ \"queries\": [\"query1\"] }\n### Chat History:\n<chat_history>\nUSER: " + fileList + "白毫每壶多少元？\n</chat_history>"}, "queries", `{"queries":["白毫每壶多少元？"]}`},
		{"autocompletion", []string{"user", "### Task:\nYou are an autocompletion system. Continue the text in `<text>` based on the **completion type**.\n<text>谁在领</text>"}, "autocomplete", `{"text":""}`},
		{"image prompt", []string{"user", "### Task:\nGenerate a detailed prompt for am image generation task.\n" + chatZH}, "image_prompt", `{"prompt":"他什么时候辞职的？"}`},
		{"emoji", []string{"user", "Your task is to reflect the speaker's likely facial expression through a fitting emoji.\n\nMessage: ```谁在领导千问？```"}, "emoji", "💬"},
		{"tools", []string{"system", "Available Tools: []\n\nYour task is to choose and return the correct tool(s). Return {\"tool_calls\": []}", "user", "Query: 谁在领导千问？"}, "tools", `{"tool_calls":[]}`},
		{"LobeChat title", []string{"system", "You are a professional conversation summarizer. Generate a concise title that captures the essence.", "user", "user: 谁在领导千问？\nassistant: 林俊旸。"}, "title", "谁在领导千问"},
		{"LobeChat title in Chinese", []string{"system", "你是一名擅长会话的助理，你需要将用户的会话总结为 10 个字以内的标题", "user", "user: 谁在领导千问？\nassistant: 林俊旸。"}, "title", "谁在领导千问"},
		{"LobeChat history", []string{"system", "You're an assistant who's good at extracting key takeaways from conversations and summarizing them in <chat_history> tags.", "user", "<chat_history>\n<user>谁在领导千问？</user>\n<assistant>林俊旸</assistant>\n</chat_history>\nPlease summarize"}, "summary", "谁在领导千问？"},
		{"LobeChat query", []string{"system", "Rephrase the follow up question to be a standalone question.", "user", "Follow Up Input: 他什么时候辞职, it's standalone query:"}, "queries", "他什么时候辞职"},
		{"LibreChat title", []string{"user", "Provide a concise, 5-word-or-less title for the conversation, using its same language, with no punctuation. Never directly mention the word \"title\" and only return the title itself.\n\nConversation:\nUser: 谁在领导千问？\nAI: 林俊旸。"}, "title", "谁在领导千问"},
		{"LibreChat title in a language", []string{"user", "Write a concise title for this conversation in the detected language. Title in 5 Words or Less. No Punctuation or Quotation.\nUser: Who leads Qwen?\nAI: Lin."}, "title", "Who leads Qwen"},
		{"LibreChat language", []string{"user", "Detect the language used in the following text. Note: words may be misspelled or cut off; use context clues\nUser: 谁在领导千问？"}, "language", "Chinese"},
		{"title of nothing", []string{"user", "### Task:\nGenerate a concise title summarizing the chat history.\n### Chat History:\n<chat_history>\n\n</chat_history>"}, "title", `{"title":"New chat"}`},
		{"title of earlier messages", []string{"user", "谁在领导千问？", "assistant", "林俊旸。", "user", "请为这段对话起一个标题，只返回标题。"}, "title", "谁在领导千问"},

		{"a question", []string{"user", answerable}, "", ""},
		{"a question about titles", []string{"user", "“总结为标题”是什么意思？"}, "", ""},
		{"a question about tasks", []string{"user", "### Task: 谁在领导千问？"}, "", ""},
		{"a question about tags", []string{"user", "Generate a concise title for the report on tags"}, "", ""},
		{"a system prompt that speaks of titles", []string{"system", "Answer under a concise title.", "user", answerable}, "", ""},
	}
	s := newTestServer(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var q chatRequest
			if err := parseJSON([]byte(chatRequestOf(t, tt.turns...)), &q); err != nil {
				t.Fatal(err)
			}
			q.detach()
			asked, _ := s.question(&q)
			job, reply := s.jobs.answer(&q, s.wordsFor("", asked.Text))
			if job != tt.job || reply != tt.get {
				t.Errorf("job %q, reply %s; want %q, %s", job, reply, tt.job, tt.get)
			}
		})
	}
}

// TestJobsAreNoQuestions: they are answered without asking anybody, and not counted.
func TestJobsAreNoQuestions(t *testing.T) {
	s := &spy{}
	address := listen(t, withModel(t, Model{ID: "spy", Answerer: s}))
	body := chatRequestOf(t, "user", "### Task:\nGenerate a concise title summarizing the chat history.\nJSON format: { \"title\": \"x\" }\n"+chatZH)
	_, data := post(t, address+"/v1/chat/completions", body)
	message := object(object(list(decode(t, data)["choices"])[0])["message"])
	if message["content"] != `{"title":"谁在领导千问"}` || len(s.asked) > 0 {
		t.Errorf("%v, asked %v", message, s.asked)
	}
	r := stream(t, address, strings.TrimSuffix(body, "}")+`,"stream":true}`)
	if r.text() != `{"title":"谁在领导千问"}` || !r.done {
		t.Errorf("streamed %q", r.text())
	}
	if _, data := get(t, address+"/metrics"); !strings.Contains(string(data), `ask_frontend_jobs_total{job="title"} 2`) || regexp.MustCompile(`ask_answers_total\{.*\} [1-9]`).Match(data) {
		t.Error("jobs are counted as questions, or not at all")
	}
}

// TestPatternsOfJobs: every pattern of the data file is met by some test above.
func TestPatternsOfJobs(t *testing.T) {
	j, err := loadJobs()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, p := range j.patterns {
		if names[p.Name] {
			t.Errorf("%q stands twice", p.Name)
		}
		names[p.Name] = true
		text := strings.Join(p.All, " ")
		if len(p.Any) > 0 {
			text += " " + p.Any[len(p.Any)-1]
		}
		if found := j.find(text); found == nil || found.Job != p.Job {
			t.Errorf("%q: its own words are taken for %v", p.Name, found)
		}
	}
}
