package retrieve

import (
	"io/fs"
	"syscall"
)

// changeTime is when the file system last changed the file in any way, and the file's
// number.
func changeTime(st fs.FileInfo) (ctime int64, inode uint64) {
	if sys, ok := st.Sys().(*syscall.Stat_t); ok {
		return sys.Ctim.Nano(), sys.Ino
	}
	return 0, 0
}
