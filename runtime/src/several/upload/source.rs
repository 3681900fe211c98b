//! Content that an upload reads from.

use std::fmt;
use std::io;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt, SeekFrom};

use crate::pipeline::credential::BoxFuture;

/// Content that can be read from any place, so that an upload can go back to where it failed.
///
/// Implemented for [`bytes::Bytes`], and for files through [`Seekable`].
pub trait UploadSource: Send {
    /// The length in bytes.
    fn length(&self) -> u64;

    /// Reads `length` bytes from `offset`, both within the content.
    ///
    /// # Errors
    ///
    /// Fails when the bytes can't be read; the upload fails with it.
    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>>;
}

impl UploadSource for Bytes {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        let piece = usize::try_from(offset).ok().and_then(|from| Some(from..from.checked_add(length)?));
        let piece = piece.filter(|piece| piece.end <= self.len()).map(|piece| self.slice(piece));
        Box::pin(std::future::ready(piece.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())))
    }
}

/// Content of anything that reads and seeks, such as `tokio::fs::File`.
pub struct Seekable<T> {
    inner: T,
    length: u64,
}

/// Shows the length, never the contents.
impl<T> fmt::Debug for Seekable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seekable").field("length", &self.length).finish_non_exhaustive()
    }
}

impl<T: AsyncRead + AsyncSeek + Unpin + Send> Seekable<T> {
    /// Seeks to the end to learn the length.
    ///
    /// # Errors
    ///
    /// Fails when seeking does.
    pub async fn new(mut inner: T) -> io::Result<Self> {
        let length = inner.seek(SeekFrom::End(0)).await?;
        Ok(Seekable { inner, length })
    }
}

impl<T: AsyncRead + AsyncSeek + Unpin + Send> UploadSource for Seekable<T> {
    fn length(&self) -> u64 {
        self.length
    }

    fn read(&mut self, offset: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(async move {
            let mut piece = vec![0; length];
            self.inner.seek(SeekFrom::Start(offset)).await?;
            self.inner.read_exact(&mut piece).await?;
            Ok(piece.into())
        })
    }
}
