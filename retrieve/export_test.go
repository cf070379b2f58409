package retrieve

// AllStates gives every statement of the index.
func (ix *Index) AllStates() ([]State, error) {
	s, err := ix.openStates()
	if err != nil {
		return nil, err
	}
	var out []State
	for i := range s.table.Len() {
		st, err := s.table.State(uint32(i))
		if err != nil {
			return nil, err
		}
		d, err := ix.table.Doc(st.Doc)
		if err != nil {
			return nil, err
		}
		one, err := ix.placed(st, d)
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// StatesLoaded reports whether anything of the statements was loaded yet.
func (ix *Index) StatesLoaded() bool { return ix.states.table != nil }
