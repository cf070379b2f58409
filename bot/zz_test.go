package bot_test
import ("testing";"ask/bot")
func TestZZ(t *testing.T){
 b:=openHarbor(t)
 for _,s:=range []string{"苍鹭号的船长是谁?","白鹭号的船长贺兰洲是谁?","白鹭号的船长贺岚舟是谁?","欧阳芷兰在白鹭号上做什么?","第九条对白鹭号载客有什么规定?","白鹭号L920型发动机换过几次?"}{
  q:=bot.Question{Text:s}
  res,_:=b.index.Search(t.Context(),query(q))
  a:=b.ask(t,q)
  t.Logf("%s %+v stripped %q conf %v ans %v %q %+v",s,res.Signals,res.Question.Stripped,b.answer.Confidence(t.Context(),q,res),a.Answered,a.Text,a.Refusal)
 }
}
