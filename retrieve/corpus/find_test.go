package corpus

import (
	"errors"
	"testing"
)

func TestFind(t *testing.T) {
	tab, err := Open(sample(t).open)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range samples {
		d, ok, err := tab.Find(s.doc.ID)
		if err != nil || !ok || d.Number != uint32(i) || tab.Text(d) != s.text {
			t.Errorf("Find(%q) = document %d, %v, %v, want document %d", s.doc.ID, d.Number, ok, err, i)
		}
	}
	for _, id := range []string{"", "b.tx", "b.txt ", "新闻"} {
		if d, ok, err := tab.Find(id); ok || err != nil {
			t.Errorf("Find(%q) = document %d, %v, %v, want none", id, d.Number, ok, err)
		}
	}
}

func TestFindEqualHashes(t *testing.T) {
	ids := []string{"costarring", "apart", "liquid", "altarage", "zinke"}
	if hashID([]byte("costarring")) != hashID([]byte("liquid")) || hashID([]byte("altarage")) != hashID([]byte("zinke")) {
		t.Fatal("the hashes differ: the test tests nothing")
	}
	b, fs := NewBuilder(), files{}
	for _, id := range ids {
		b.Add(Doc{ID: id}, "", nil, nil)
	}
	if err := b.Write(fs.create); err != nil {
		t.Fatal(err)
	}
	tab, err := Open(fs.open)
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range ids {
		if d, ok, err := tab.Find(id); err != nil || !ok || d.Number != uint32(i) {
			t.Errorf("Find(%s) = document %d, %v, %v", id, d.Number, ok, err)
		}
	}
}

func TestFindInDamagedTable(t *testing.T) {
	fs := sample(t)
	fs[fileDocs][0] = 0xff // the length of the first ID
	tab, err := Open(fs.open)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, ok, err := tab.Find("b.txt"); ok || !errors.Is(err, errDamaged) {
			t.Errorf("Find = %v, %v, want an error about damage", ok, err)
		}
	}
}
